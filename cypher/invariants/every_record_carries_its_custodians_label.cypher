// Owned records whose label and custodian disagree: there must be none.
// @access  read
// @param   limit  int  the most rows to return
// @returns subject, detail
// @unscoped it looks over every part
MATCH (record:Child|Carer|Practitioner|Service|Agency|Household|Identifier|Protection|Meeting|Referral|Account|Signal|SignalDecision|Threshold)
WITH record, [label IN labels(record) WHERE label STARTS WITH 'LA_'] AS owners
// A held child has no owner's label yet, so that nobody can see it.
WHERE record.custodian IS NULL OR owners <> CASE WHEN record:Held THEN [] ELSE ['LA_' + record.custodian] END
RETURN record.id AS subject, 'custodian and authority label disagree' AS detail
ORDER BY subject
LIMIT $limit

// Relationships between people and services that no authority keeps: there must be none.
// @access  read
// @param   limit  int  the most rows to return
// @returns subject, detail
// @unscoped it looks over every part
MATCH (:Child|Carer|Practitioner|Service|Authority|Household)-[fact:INVOLVED_WITH|HAS_CONCERN|ASSESSED|LEADS|CARES_FOR|HAS_PARENTAL_RESPONSIBILITY_FOR|LIVES_AT|WORKS_IN|MANAGES|PROTECTED_BY|MAY_SEE|IDENTIFIED_BY]->()
WHERE fact.custodian IS NULL OR fact.id IS NULL OR fact.recorded_at IS NULL
RETURN fact.id AS subject, type(fact) + ' lacks custodian, id or recorded_at' AS detail
ORDER BY subject
LIMIT $limit

// Sign-ins that belong to another practitioner now: the old link goes, or both would open what one may see.
// @access  write
// @param   rows       maps      id (of the account), practitioner
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// @unscoped the id is a digest of the sender's own key, so it finds only its own facts
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (:Account {id: row.id})<-[fact:HAS_ACCOUNT]-(one:Practitioner)
WHERE one.id <> row.practitioner
SET one.account_state = NULL
CREATE (kept:Version)
SET kept = properties(fact), kept.id = NULL, kept.fact_id = fact.id, kept.superseded_at = $now,
  kept.source = $source, kept.recorded_by = $by
DELETE fact
RETURN count(*) AS written, sum(0) AS created, count(*) AS changed

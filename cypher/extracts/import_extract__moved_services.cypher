// Services that belong to another agency or team now: the old place goes, or a manager of before would still see.
// @access  write
// @param   rows       maps      id, agency, part_of (or nothing)
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
MATCH (:Service {id: row.id})-[fact:PART_OF]->(whole:Agency|Service)
WHERE whole.id <> row.agency AND whole.id <> coalesce(row.part_of, '')
CREATE (kept:Version)
SET kept = properties(fact), kept.id = NULL, kept.fact_id = fact.id, kept.superseded_at = $now,
  kept.source = $source, kept.recorded_by = $by
DELETE fact
RETURN count(*) AS written, sum(0) AS created, count(*) AS changed

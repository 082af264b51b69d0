// Those who are no longer on the access list of a protection: narrowing it is not lifting it, and takes effect at once.
// @access  write
// @param   rows       maps      id (of the protection), allowed (ids of the practitioners on its list now)
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
MATCH (:Protection {id: row.id})<-[fact:MAY_SEE]-(who:Practitioner)
WHERE NOT who.id IN row.allowed
CREATE (kept:Version)
SET kept = properties(fact), kept.id = NULL, kept.fact_id = fact.id, kept.superseded_at = $now,
  kept.source = $source, kept.recorded_by = $by
DELETE fact
RETURN count(*) AS written, sum(0) AS created, count(*) AS changed

// What a row no longer says of somebody: that they manage a team, or were invited to, came to or chair a meeting.
// @access  write
// @param   rows       maps      id, practitioner, types (of relationship, each no longer true)
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
MATCH (one:Practitioner {id: row.practitioner})-[fact:MANAGES|INVITED_TO|ATTENDED|CHAIRS]->()
WHERE fact.id = row.id AND type(fact) IN row.types
CREATE (kept:Version)
SET kept = properties(fact), kept.id = NULL, kept.fact_id = fact.id, kept.superseded_at = $now,
  kept.source = $source, kept.recorded_by = $by
DELETE fact
RETURN count(*) AS written, sum(0) AS created, count(*) AS changed

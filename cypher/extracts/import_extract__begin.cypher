// The record of this run, and whether this sender has sent before.
// @access  write
// @param   id         string    of this run
// @param   custodian  string    code of the authority that sends
// @param   source     string    the sending system
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @returns id, sent_before
// @unscoped it is about the run, not about anybody
OPTIONAL MATCH (before:Import {authority: $custodian, source: $source})
WITH count(before) > 0 AS sent_before
CREATE (run:Import {id: $id, authority: $custodian, source: $source, started_at: $now, recorded_by: $by})
RETURN run.id AS id, sent_before

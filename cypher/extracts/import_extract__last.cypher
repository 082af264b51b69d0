// The latest run of this sender, if there was one: complete when it finished and left no child held.
// @access  read
// @param   custodian  string  code of the authority that sends
// @param   source     string  the sending system
// @param   limit      int     the most rows to return
// @returns digest, started_at, complete
// @unscoped it is about the run, not about anybody
MATCH (run:Import {authority: $custodian, source: $source})
RETURN run.digest AS digest, run.started_at AS started_at, run.finished_at IS NOT NULL AND coalesce(run.held, 1) = 0 AS complete
ORDER BY started_at DESC
LIMIT $limit

// The same record, finished.
// @access  write
// @param   id   string    of this run
// @param   now  datetime  when it finished
// @returns id
// @unscoped it is about the run, not about anybody
MATCH (run:Import {id: $id})
SET run.finished_at = $now
RETURN run.id AS id

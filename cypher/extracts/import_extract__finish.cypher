// The same record, finished.
// @access  write
// @param   id    string    of this run
// @param   now   datetime  when it finished
// @param   held  int       children left held: until there are none the same files are not the same run
// @returns id
// @unscoped it is about the run, not about anybody
MATCH (run:Import {id: $id})
SET run.finished_at = $now, run.held = $held
RETURN run.id AS id

// The records of one signal in an authority, whether they stand already or will from a day to come.
// @access   read
// @unscoped the signals of one authority, by its code
// @param    custodian  string  the authority's code
// @param    among      map     code: of which signal
// @param    limit      int     more than these have
// @returns  id, code, child_id, view, entire, since, until, others, evidence, reason, shows, told
MATCH (signal:Signal)
WHERE signal.custodian = $custodian AND signal.code = $among.code AND signal.key IS NOT NULL
RETURN signal.id AS id, signal.code AS code, signal.child_id AS child_id, signal.view AS view, signal.entire AS entire,
  signal.since AS since, signal.until AS until, signal.others AS others, signal.evidence AS evidence,
  signal.reason AS reason, signal.shows AS shows, signal.told AS told
ORDER BY id
LIMIT $limit

// What was changed in an authority since its children were last looked at for signals, in order.
// @access   read
// @unscoped lines of one authority's log, by its code: nobody is shown them
// @param    custodian  string  the authority's code
// @param    limit      int     how many at once
// @returns  sequence, child_id, type, fact_id
MATCH (counter:Counter)
WHERE counter.authority = $custodian
MATCH (change:Change)
WHERE change.authority = $custodian AND change.sequence > coalesce(counter.evaluated, 0)
RETURN change.sequence AS sequence, change.child_id AS child_id, change.type AS type, change.fact_id AS fact_id
ORDER BY sequence
LIMIT $limit

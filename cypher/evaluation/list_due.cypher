// The children for whom a day has come on which the calendar alone may begin or end a signal.
// @access   read
// @unscoped numbers of children of one authority, by its code: nobody is shown them
// @param    custodian  string  the authority's code
// @param    today      date    the day of asking, in the United Kingdom
// @param    limit      int     how many at once
// @returns  child_id
CALL () {
  MATCH (watch:Watch)
  WHERE watch.custodian = $custodian AND watch.due_on <= $today
  RETURN watch.child_id AS child_id
  UNION
  MATCH (signal:Signal)
  WHERE signal.custodian = $custodian AND signal.due_on <= $today
  RETURN signal.child_id AS child_id
}
RETURN child_id
ORDER BY child_id
LIMIT $limit

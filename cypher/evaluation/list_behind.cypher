// The authorities in which something was changed, or a day has come, since their children were last looked at for signals.
// @access   read
// @unscoped authorities by their codes, about nobody
// @param    today  date  the day of asking, in the United Kingdom
// @param    limit  int   more than there are authorities
// @returns  authority
CALL () {
  MATCH (counter:Counter)
  WHERE counter.last > coalesce(counter.evaluated, 0)
  RETURN counter.authority AS authority
  UNION
  MATCH (watch:Watch)
  WHERE watch.due_on <= $today
  RETURN watch.custodian AS authority
  UNION
  MATCH (signal:Signal)
  WHERE signal.due_on <= $today
  RETURN signal.custodian AS authority
}
RETURN authority
ORDER BY authority
LIMIT $limit

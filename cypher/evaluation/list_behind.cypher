// The authorities in which something was changed or sent, or a day has come, since their children were last looked at.
// @access   read
// @unscoped authorities by their codes, about nobody
// @param    today  date  the day of asking, in the United Kingdom
// @param    limit  int   more than there are authorities
// @returns  authority, sent
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
  UNION
  // An import changes more than the log could say.
  MATCH (run:Import)
  WHERE run.finished_at IS NOT NULL AND NOT EXISTS {
      MATCH (scan:Scan)
      WHERE scan.custodian = run.authority AND scan.began_at > run.finished_at AND NOT scan.unfinished
    }
  RETURN run.authority AS authority
}
RETURN authority, EXISTS {
    MATCH (run:Import)
    WHERE run.authority = authority AND run.finished_at IS NOT NULL AND NOT EXISTS {
        MATCH (scan:Scan)
        WHERE scan.custodian = run.authority AND scan.began_at > run.finished_at AND NOT scan.unfinished
      }
  } AS sent
ORDER BY authority
LIMIT $limit

// How far an authority's log has been looked at for signals.
// @access   write
// @unscoped an authority's log is counted by its code
// @param    custodian  string  the authority's code
// @param    sequence   int     the last line that has been looked at
// @returns  evaluated
MATCH (counter:Counter)
WHERE counter.authority = $custodian
SET counter._lock = true
WITH counter
SET counter.evaluated = CASE WHEN coalesce(counter.evaluated, 0) < $sequence THEN $sequence ELSE counter.evaluated END
REMOVE counter._lock
RETURN counter.evaluated AS evaluated

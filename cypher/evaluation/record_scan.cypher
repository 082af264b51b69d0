// Which signals have been looked for in this scan of an authority.
// @access   write
// @unscoped a scan is of a whole authority, by its code
// @param    custodian  string    the authority's code
// @param    today      date      the day of asking, in the United Kingdom
// @param    done       strings   codes looked for just now
// @param    finished   boolean   whether these were the last
// @param    anew       boolean   whether what was looked for before counts no more
// @returns  done
//
// A scan that was cut short goes on where it stopped, on the same day; on another day it begins anew.
MERGE (scan:Scan {custodian: $custodian})
SET scan._lock = true
WITH scan, scan.unfinished AND scan.day = $today AND NOT $anew AS goes_on
WITH scan, goes_on, CASE WHEN goes_on THEN scan.done ELSE [] END AS before
SET scan.began_at = CASE WHEN goes_on THEN scan.began_at ELSE datetime() END,
  scan.day = $today, scan.done = before + $done, scan.unfinished = NOT $finished,
  scan.finished_at = CASE WHEN $finished THEN datetime() ELSE scan.finished_at END
REMOVE scan._lock
RETURN scan.done AS done

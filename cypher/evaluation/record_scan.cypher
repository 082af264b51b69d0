// Which signals have been looked for in this scan of an authority.
// @access   write
// @unscoped a scan is of a whole authority, by its code
// @param    custodian  string    the authority's code
// @param    today      date      the day of asking, in the United Kingdom
// @param    done       strings   codes looked for just now
// @param    finished   boolean   whether these were the last
// @returns  done
//
// A scan that was cut short goes on where it stopped, on the same day; on another day it begins anew.
MERGE (scan:Scan {custodian: $custodian})
SET scan._lock = true
WITH scan, CASE WHEN scan.day = $today AND scan.unfinished THEN scan.done ELSE [] END AS before
SET scan.began_at = CASE WHEN scan.day = $today AND scan.unfinished THEN scan.began_at ELSE datetime() END,
  scan.day = $today, scan.done = before + $done, scan.unfinished = NOT $finished,
  scan.finished_at = CASE WHEN $finished THEN datetime() ELSE scan.finished_at END
REMOVE scan._lock
RETURN scan.done AS done

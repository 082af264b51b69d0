// The authority's duty desk.
// @access  write
// @param   rows       maps      facts, digest
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// @unscoped reference data about the authority itself
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
WITH keeper AS fact, row
FOREACH (_ IN CASE WHEN coalesce(fact.digest, '') <> row.digest THEN [1] ELSE [] END |
  SET fact += row.facts, fact.recorded_at = $now, fact.recorded_by = $by, fact.source = $source,
    fact.version = coalesce(fact.version, 0) + 1, fact.digest = row.digest
)
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

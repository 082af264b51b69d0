// Children, as sent; a new one is held, so that nobody sees it before its protections are written.
// @access  write
// @param   rows       maps      id (its origin), new_id, facts, digest
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// @unscoped a new child has no owner's label until the end of the run; its origin holds the authority
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
WITH row
// Merged while this run was under way: it is said to be missing, and the run is to be made again.
WHERE NOT EXISTS { MATCH (gone:Merged) WHERE gone.child_origin = row.id }
MERGE (fact:Child {child_origin: row.id})
ON CREATE SET fact:Held, fact.id = row.new_id
// fragment recorded: begin
ON CREATE SET fact += row.facts, fact.custodian = $custodian, fact.recorded_at = $now, fact.recorded_by = $by,
  fact.source = $source, fact.version = 1, fact.digest = row.digest
FOREACH (_ IN CASE WHEN fact.digest <> row.digest THEN [1] ELSE [] END |
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now,
    fact += row.facts, fact.recorded_at = $now, fact.recorded_by = $by, fact.version = fact.version + 1,
    fact.digest = row.digest
)
// fragment recorded: end
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

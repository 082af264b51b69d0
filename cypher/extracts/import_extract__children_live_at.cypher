// Where children live and lived.
// @access  write
// @param   rows       maps      id, facts, digest, and the ids it joins
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// @unscoped the custodian keeps the fact; the people it joins may be another authority's
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (one:Child {child_origin: row.child})
MATCH (other:Household {id: row.household})
MERGE (one)-[fact:LIVES_AT {id: row.id}]->(other)
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

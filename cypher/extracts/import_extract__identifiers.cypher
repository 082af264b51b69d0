// Numbers that other bodies gave to children, as sent.
// @access  write
// @param   rows       maps      id, child, facts, digest
// @param   custodian  string    code of the authority that keeps these
// @param   owner      owner     its label
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (child:Child {child_origin: row.child})
MERGE (fact:Identifier:$($owner) {id: row.id})
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
MERGE (child)-[claim:IDENTIFIED_BY]->(fact)
ON CREATE SET claim.id = row.id + '-claim', claim.custodian = $custodian, claim.recorded_at = $now, claim.recorded_by = $by, claim.source = $source, claim.version = 1,
  claim.merged_from = row.facts.merged_from
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

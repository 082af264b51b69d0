// Numbers that were claimed for two children and, since this run took a claim back, are claimed for one: no conflict any more.
// @access  write
// @param   rows       maps      child, scheme, value
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
WITH row, child
MATCH (child)-[:IDENTIFIED_BY]->(back:Identifier&$($owner))
WHERE back.scheme = row.scheme AND back.state = 'former' AND back.recorded_at = $now
WITH back
MATCH (fact:Identifier)<-[:IDENTIFIED_BY]-(other:Child)
USING INDEX fact:Identifier(value)
WHERE fact.value = back.value AND fact.scheme = back.scheme AND fact.state = 'conflict'
WITH back, collect(DISTINCT other) AS children, collect(DISTINCT fact) AS claims
WHERE size(children) = 1
UNWIND claims AS fact
CREATE (old:Version)
SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now,
  fact.state = 'current', fact.version = fact.version + 1, fact.recorded_at = $now, fact.recorded_by = $by,
  fact.source = coalesce(fact.source, $source)
RETURN count(fact) AS written, sum(0) AS created, count(fact) AS changed

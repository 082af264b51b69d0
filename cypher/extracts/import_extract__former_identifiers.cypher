// Numbers that a child no longer has, because this run sends another of the same scheme.
// @access  write
// @param   rows       maps      child, scheme, value
// @param   custodian  string    code of the authority that keeps these
// @param   owner      owner     its label
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
//
// The child is found first, in a part of its own: planned while no child has a number yet, one pattern costs nothing
// however it is walked, and the server chose to read every child for every row.
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (child:Child {child_origin: row.child})
WITH row, child
MATCH (child)-[claim:IDENTIFIED_BY]->(fact:Identifier&$($owner))
WHERE fact.scheme = row.scheme AND fact.value <> row.value AND fact.source = $source AND fact.state <> 'former'
  AND coalesce(claim.merged_from, '') = coalesce(row.facts.merged_from, '')
CREATE (old:Version)
SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now,
  fact.state = 'former', fact.version = fact.version + 1, fact.recorded_at = $now, fact.recorded_by = $by,
  claim.end = date($now)
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

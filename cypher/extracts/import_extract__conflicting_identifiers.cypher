// Numbers claimed for two children: a conflict for both data teams, neither told whose.
// @access  write
// @param   rows       maps      scheme, value
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @param   open       labels    parts in force: a child of a closed one is not there
// @returns written, created, changed
//
// Both claims become a conflict, whichever authority keeps the other; but a child who is not there (of a closed part,
// held, or with a new identity) claims nothing, or a sender would learn of it.
// Not while somebody adds one of these numbers by hand (fragment turn): each would miss the other's.
MERGE (turn:Counter {authority: 'identifiers'})
SET turn._lock = true
WITH turn
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (fact:Identifier)<-[:IDENTIFIED_BY]-(child:Child)
USING INDEX fact:Identifier(value)
WHERE fact.value = row.value AND fact.scheme = row.scheme AND fact.state <> 'former'
  AND (child.custodian = $custodian OR EXISTS { MATCH (child:Child&$any($open)) })
  AND NOT EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
WITH row, collect(DISTINCT child) AS children, collect(DISTINCT fact) AS claims
WHERE size(children) > 1
UNWIND claims AS fact
WITH fact
WHERE fact.state <> 'conflict'
CREATE (old:Version)
SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now,
  fact.state = 'conflict', fact.version = fact.version + 1, fact.recorded_at = $now, fact.recorded_by = $by,
  fact.source = coalesce(fact.source, $source)
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

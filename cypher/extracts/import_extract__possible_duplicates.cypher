// Children whose number, names and birth are also another's: perhaps one child, whom two parts have sent. People decide.
// @access  write
// @param   rows       strings   origins of the run's children
// @param   custodian  string    code of the authority that keeps these
// @param   open       labels    parts in force: a child of a closed one is not there
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns found
//
// Its id is made of neither child's: who keeps one may not learn of the other. A pair that people have settled does not come up again, and a new identity is never compared.
MERGE (turn:Counter {authority: 'identifiers'})
SET turn._lock = true
WITH turn
UNWIND $rows AS origin
MATCH (child:Child {child_origin: origin})
WHERE child.custodian = $custodian AND NOT child:Held
  AND NOT EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
MATCH (child)-[:IDENTIFIED_BY]->(number:Identifier)
WHERE number.state = 'conflict'
MATCH (claim:Identifier)<-[:IDENTIFIED_BY]-(other:Child&$any($open))
USING INDEX claim:Identifier(value)
WHERE claim.value = number.value AND claim.scheme = number.scheme AND claim.state = 'conflict' AND other <> child
  AND other.born = child.born AND toLower(other.given_name) = toLower(child.given_name)
  AND toLower(other.family_name) = toLower(child.family_name)
  AND NOT EXISTS { (other)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
WITH DISTINCT child, other
MERGE (child)-[pair:POSSIBLY_SAME_AS]-(other)
ON CREATE SET pair.id = randomUUID(), pair.explanation = 'same_number', pair.state = 'open',
  pair.custodian = child.custodian, pair.other_custodian = other.custodian, pair.recorded_at = $now,
  pair.recorded_by = $by, pair.source = $source, pair.version = 1
// Of a pair that a shield covers its sender is told nothing: the list of pairs shows them none.
RETURN sum(CASE WHEN pair.recorded_at = $now AND NOT EXISTS {
    MATCH (other) (()-[home:LIVES_AT]-()
        WHERE (home.start IS NULL OR home.start <= date($now)) AND (home.end IS NULL OR home.end > date($now))
          AND coalesce(home.end_reason, '') <> 'recorded_in_error'
      ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
    WHERE shield.end IS NULL OR shield.end > date($now)
  } THEN 1 ELSE 0 END) AS found

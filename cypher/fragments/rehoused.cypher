// Where somebody lived ends, and where they live begins, if it is known; what covered them there goes with them, and what
// covered others there by them stays with those. The same place as that of the family is the same household, but never one
// where somebody hides, nor for somebody who hides: to be covered there would say so.
WITH look, who, stays, shields, COLLECT {
  MATCH (who)-[:PROTECTED_BY]->(shield:Protection)
  WHERE shield.kind = 'shield' AND (shield.end IS NULL OR shield.end > $today)
  RETURN DISTINCT shield
} AS own
WITH look, who, stays, shields, own, head(COLLECT {
  MATCH (who) (()-[bond:CARES_FOR]-()
      WHERE (bond.start IS NULL OR bond.start <= $today) AND (bond.end IS NULL OR bond.end > $today)
        AND coalesce(bond.end_reason, '') <> 'recorded_in_error'
    ){1,2} (near)-[lives:LIVES_AT]->(home:Household)
  WHERE shields = [] AND own = [] AND near <> who
    AND (lives.start IS NULL OR lives.start <= $today) AND (lives.end IS NULL OR lives.end > $today)
    AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
    AND home.custodian = $look.authority AND home.kind = $fact.household.kind
    AND home.address = $fact.household.address
    AND coalesce(home.postcode, '') = coalesce($fact.household.postcode, '')
    AND NOT EXISTS {
      MATCH (home) (()<-[other:LIVES_AT]-()
          WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
            AND coalesce(other.end_reason, '') <> 'recorded_in_error'
        ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
      WHERE guard.end IS NULL OR guard.end > $today
    }
  RETURN home
  ORDER BY home.id
  LIMIT 1
}) AS shared
CALL (look, who, stays, own) {
  UNWIND stays AS stay
  WITH look, who, own, stay.home AS home
  UNWIND own AS shield
  MATCH (home)<-[lives:LIVES_AT]-(left:Child|Carer)
  WHERE left <> who AND (lives.start IS NULL OR lives.start <= $today)
    AND (lives.end IS NULL OR lives.end > $today) AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
    AND NOT EXISTS { (left)-[:PROTECTED_BY]->(shield) }
  WITH DISTINCT look, left, shield
  CREATE (left)-[kept:PROTECTED_BY]->(shield)
  SET kept.id = $attempt.id + '-' + left.id + '-' + shield.id, kept.custodian = $look.authority, kept.recorded_at = look.at,
    kept.recorded_by = look.by, kept.source = $attempt.source, kept.version = 1
}
CALL (look, stays) {
  UNWIND stays AS stay
  WITH look, stay.lives AS lives
  CREATE (old:Version)
  SET old = properties(lives), old.id = NULL, old.fact_id = lives.id, old.superseded_at = look.at,
    lives.end = $fact.day, lives.recorded_at = look.at, lives.recorded_by = look.by, lives.version = lives.version + 1
  RETURN collect({type: 'LIVES_AT', id: lives.id, version: lives.version}) AS ended
}
CALL (look, who, shields) {
  UNWIND range(0, size(shields) - 1) AS place
  WITH look, who, place, shields[place] AS shield
  CREATE (who)-[kept:PROTECTED_BY]->(shield)
  SET kept.id = $attempt.id + '-kept-' + toString(place), kept.custodian = $look.authority, kept.recorded_at = look.at,
    kept.recorded_by = look.by, kept.source = $attempt.source, kept.version = 1
}
OPTIONAL CALL (look, shared) {
  WITH look, shared
  WHERE $fact.household IS NOT NULL AND shared IS NULL
  CREATE (place:Household:$($owner))
  SET place += $fact.household, place.id = $fact.new_id, place.custodian = $look.authority, place.recorded_at = look.at,
    place.recorded_by = look.by, place.source = $attempt.source, place.version = 1
  RETURN place
}
OPTIONAL CALL (look, who, shared, place) {
  WITH look, who, coalesce(shared, place) AS home
  WHERE $fact.household IS NOT NULL
  CREATE (who)-[fact:LIVES_AT]->(home)
  // fragment provenance: begin
  SET fact += $fact.facts, fact.id = $attempt.id, fact.custodian = $look.authority, fact.recorded_at = look.at,
    fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1
  // fragment provenance: end
  RETURN {type: 'LIVES_AT', id: fact.id, version: fact.version} AS begun
}

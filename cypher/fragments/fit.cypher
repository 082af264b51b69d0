// Whether somebody may lead: known here, involved now as the caller may know, and in England for child protection a
// social worker. A seat in a sensitive service counts for those alone who are of it, or the refusal would tell of it.
WHEN who IS NULL OR NOT EXISTS {
  MATCH (who)-[seat:INVOLVED_WITH]->(child)
  WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian
    AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
    AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    AND EXISTS {
      MATCH (base:Service)
      WHERE base.id >= seat.service_id AND base.id <= seat.service_id AND (base.tier <> 'sensitive' OR base.id IN mine OR who = me)
    }
} THEN 'not_involved'
WHEN kind = 'child_protection'
  AND EXISTS { MATCH (desk:Authority) WHERE desk.code = child.custodian AND desk.nation = 'England' }
  AND NOT EXISTS {
    MATCH (who)-[post:WORKS_IN]->(:Service)
    WHERE post.role = 'social_worker' AND (post.start IS NULL OR post.start <= $today)
      AND (post.end IS NULL OR post.end > $today) AND coalesce(post.end_reason, '') <> 'recorded_in_error'
  } THEN 'not_a_social_worker'

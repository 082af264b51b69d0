// Who connects this open child with others, and how: the confirmed and current work of people in targeted posts, the
// accepted lead, and the carers whom siblings are found by. Never a service itself, a universal post, somebody whom the
// caller may not know here, a foster carer, and nobody whom a protection covers. Those of a children's home say so, since a
// placement is no tie.
CALL (cleared, child, unnamed) {
  MATCH (person:Practitioner)-[seat:INVOLVED_WITH]->(child)
  WHERE $sees.team = 'all' AND NOT person.id IN unnamed
    AND seat.state = 'confirmed' AND seat.custodian = child.custodian
    AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
    AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
  MATCH (post:Service)
  WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'additional'
  RETURN person, CASE post.kind WHEN 'childrens_home' THEN 'houses' ELSE 'works_with' END AS how
  UNION
  MATCH (person:Practitioner)-[lead:LEADS]->(child)
  WHERE $sees.team = 'all' AND $sees.lead AND NOT person.id IN unnamed
    AND lead.state = 'accepted' AND lead.custodian = child.custodian
    AND (lead.start IS NULL OR lead.start <= $today) AND (lead.end IS NULL OR lead.end > $today)
    AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
  RETURN person, 'leads' AS how
  UNION
  MATCH (person:Carer)-[care:CARES_FOR]->(child)
  WHERE $sees.family AND NOT person:Held AND NOT person:Child
    AND care.custodian = child.custodian AND care.capacity IN ['parent', 'kinship', 'special_guardian']
    AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
    AND coalesce(care.end_reason, '') <> 'recorded_in_error'
    AND NOT EXISTS {
      MATCH (person) (()-[home:LIVES_AT]-()
          WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
            AND coalesce(home.end_reason, '') <> 'recorded_in_error'
        ){0,2} (covered)-[:PROTECTED_BY]->(veil:Protection)
      WHERE (veil.end IS NULL OR veil.end > $today)
        AND (veil.kind = 'shield' AND NOT veil.id IN cleared OR veil.kind = 'new_identity' AND covered = person)
    }
  RETURN person, 'cares_for' AS how
}

// Whether the fact of a change is one that the caller may not know of: then neither may its date be. A sensitive service's;
// a meeting that only people meet in whom the caller may not know, or a talk of theirs (as in read_network); a home where
// somebody hides; and what is recorded of a carer who hides.
(EXISTS {
  MATCH (who)-[fact]->(child)
  WHERE fact.id = change.fact_id AND who <> me
  OPTIONAL MATCH (post:Service)
  WHERE post.id >= fact.service_id AND post.id <= fact.service_id
  WITH who, post
  WHERE who.id IN unnamed OR post.tier = 'sensitive' AND NOT post.id IN mine
} OR EXISTS {
  MATCH (meeting:Meeting)-[about:ABOUT]->(child)
  WHERE change.fact_id IN [meeting.id, about.id] AND (meeting.recorded_by IN unnamed OR meeting.recorded_by <> $look.by
    AND EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) } AND NOT EXISTS {
      MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
      WHERE who = me OR NOT who.id IN unnamed
    })
} OR EXISTS {
  MATCH (who:Practitioner)-[seat:INVITED_TO|ATTENDED|CHAIRS]->(:Meeting)-[:ABOUT]->(child)
  WHERE seat.id = change.fact_id AND who.id IN unnamed
} OR EXISTS {
  MATCH (one:Practitioner)-[talk:SPOKE_WITH]->(other:Practitioner)
  WHERE talk.child_id = child.id AND talk.id = change.fact_id AND NOT me IN [one, other]
    AND any(who IN [one, other] WHERE who.id IN unnamed)
} OR EXISTS {
  MATCH (child)-[lives:LIVES_AT]->(home:Household)
  WHERE lives.id = change.fact_id
  MATCH (home) (()<-[other:LIVES_AT]-()
      WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
        AND coalesce(other.end_reason, '') <> 'recorded_in_error'
    ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
  WHERE (guard.end IS NULL OR guard.end > $today) AND (guard.kind = 'new_identity' OR NOT guard.id IN cleared)
} OR EXISTS {
  MATCH (carer:Carer)-[:CARES_FOR]->(child)
  WHERE change.fact_id = carer.id OR EXISTS { MATCH (carer)-[stay:LIVES_AT]->() WHERE stay.id = change.fact_id }
  MATCH (carer) (()-[home:LIVES_AT]-()
      WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
        AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
  WHERE (shield.end IS NULL OR shield.end > $today) AND NOT shield.id IN cleared
})

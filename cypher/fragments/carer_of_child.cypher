// Somebody who cares for the child today, by the id that the network shows, and locked: or nobody.
OPTIONAL MATCH (carer:Carer)-[care:CARES_FOR]->(child)
WHERE verdict = 'done' AND carer.id = $fact.carer
  // fragment cares_now: begin
  AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
  AND coalesce(care.end_reason, '') <> 'recorded_in_error'
  AND NOT carer:Held
  AND NOT EXISTS {
    MATCH (carer)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
    WHERE veil.end IS NULL OR veil.end > $today
  }
  // fragment cares_now: end
WITH look, me, child, protected, rule, level, earlier, verdict, head(collect(carer)) AS who
SET who._lock = true

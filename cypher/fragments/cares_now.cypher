// The rest of a WHERE: somebody who is shown and cares for the child today.
AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
AND coalesce(care.end_reason, '') <> 'recorded_in_error'
AND NOT carer:Held
AND NOT EXISTS {
  MATCH (carer)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
  WHERE veil.end IS NULL OR veil.end > $today
}

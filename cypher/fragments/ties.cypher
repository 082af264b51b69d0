// What joins `me` to `child` today: 'leads', 'confirmed' or 'asserted', as a list.
COLLECT {
  MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
  WHERE own.state IN ['accepted', 'confirmed', 'asserted']
    AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
    AND coalesce(own.end_reason, '') <> 'recorded_in_error'
  RETURN CASE WHEN own:LEADS THEN 'leads' ELSE own.state END AS tie
}

// Whether each involvement of somebody around the child is current: what was said goes with who said it.
COLLECT {
  MATCH (who)-[seat:INVOLVED_WITH]->(child)
  WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
  RETURN seat.end IS NULL OR seat.end > $today AS current
}

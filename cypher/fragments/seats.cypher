// For each involvement of `who` with `child`, whether it is current: an author whose every one has ended would give it away.
COLLECT {
  MATCH (who)-[seat:INVOLVED_WITH]->(child)
  WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error'
  RETURN seat.end IS NULL OR seat.end > $today AS current
}

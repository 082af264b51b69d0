// The targeted work with a child that has ended, each with its agency.
COLLECT {
  MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
  WHERE seat.custodian = child.custodian AND seat.end <= $today AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    AND NOT who.id IN veiled
  MATCH (place:Service)
  WHERE place.id = seat.service_id AND place.tier <> 'universal'
  MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
  RETURN {
    id: seat.id, who: who.id, place: place.id, agency: agency.id, end: seat.end, end_reason: seat.end_reason,
    start: coalesce(seat.start, date(seat.recorded_at))
  } AS one
  ORDER BY one.end DESC, one.id
}

// The targeted work with a child that is current today and kept by the child's authority, each with its agency.
COLLECT {
  MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
  WHERE seat.custodian = child.custodian AND (seat.start IS NULL OR seat.start <= $today)
    AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    AND NOT who.id IN veiled
  MATCH (place:Service)
  WHERE place.id = seat.service_id AND place.tier <> 'universal'
  MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
  RETURN {
    id: seat.id, who: who.id, role: seat.role, place: place.id, agency: agency.id, start: coalesce(seat.start, date(seat.recorded_at)),
    confirmed_on: seat.confirmed_on
  } AS one
  ORDER BY one.start, one.id
}

// How the caller is tied to the child today: each tie kept by the child's custodian, or else only asserted.
COLLECT {
  MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
  WHERE own.state IN ['accepted', 'confirmed', 'asserted'] AND (own.custodian = child.custodian OR own:INVOLVED_WITH)
    AND (own.start IS NULL OR own.start <= $today) AND (own.end IS NULL OR own.end > $today)
    AND coalesce(own.end_reason, '') <> 'recorded_in_error'
  // Another authority's word for its own people is no more than theirs: nobody raises their own level.
  // What only they themselves have said of themselves opens nothing at all.
  RETURN CASE
      WHEN own:LEADS THEN 'leads'
      WHEN own.custodian = child.custodian AND own.state = 'confirmed' THEN 'confirmed'
      WHEN own.recorded_by <> $look.by THEN 'asserted'
      ELSE 'own word'
    END AS tie
  UNION
  MATCH (me)-[chair:CHAIRS]->(meeting:Meeting)-[about:ABOUT]->(child)
  WHERE $sees.chairs AND chair.custodian = child.custodian AND meeting.custodian = child.custodian
    AND about.custodian = child.custodian AND coalesce(chair.end_reason, '') <> 'recorded_in_error'
    AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
    AND (meeting.state = 'planned' OR meeting.state = 'held' AND meeting.next_on >= $today)
  RETURN 'chairs' AS tie
  UNION
  MATCH (:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
  WHERE seat.service_id IN teams AND seat.state = 'confirmed' AND seat.custodian = child.custodian
    AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
    AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  RETURN 'manages' AS tie
}

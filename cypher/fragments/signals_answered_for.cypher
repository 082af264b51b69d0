// The signals of children whom this caller answers for: a manager's begin at their teams, an office's at the authority's
// own. $team narrows them to the children of one team: an office may ask for any but a sensitive one, which the network would
// not name to it either.
CALL (mine, teams) {
  UNWIND teams AS team
  WITH team
  WHERE $team.id IS NULL OR team = $team.id
  MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
  WHERE seat.custodian = $look.authority AND seat.service_id = team AND seat.state = 'confirmed'
    AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
    AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  WITH DISTINCT child
  WHERE child.custodian = $look.authority
  MATCH (child)<-[:SPEAKS_OF]-(signal:Signal)
  WHERE signal.child_id = child.id
  RETURN signal
  UNION
  MATCH (signal:Signal)
  WHERE size($scope.office) > 0 AND signal.custodian = $look.authority
    AND ($team.id IS NULL OR EXISTS {
        MATCH (signal)-[:SPEAKS_OF]->(about:Child)<-[seat:INVOLVED_WITH]-()
        WHERE about.id = signal.child_id AND seat.service_id = $team.id AND seat.state = 'confirmed'
          AND seat.custodian = about.custodian
          AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
          AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
          AND (seat.service_id IN mine OR coalesce(seat.end_reason, '') <> 'consent_withdrawn' AND EXISTS {
              MATCH (post:Service)
              WHERE post.id >= $team.id AND post.id <= $team.id AND post.tier <> 'sensitive'
            })
      })
  RETURN signal
}

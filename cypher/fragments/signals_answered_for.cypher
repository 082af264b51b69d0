// The signals of children whom this caller answers for: a manager's begin at their teams, an office's at the authority's
// own. $team narrows them to the children of one team: one of a sensitive service only for who is of it, since whoever
// may not know where it is would read it off who is left.
CALL (mine, teams) {
  UNWIND teams AS team
  WITH team
  WHERE $team.id IS NULL OR team = $team.id
  MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
  WHERE seat.custodian = $look.authority AND seat.service_id = team AND seat.state = 'confirmed'
    AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
    AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  WITH DISTINCT child
  MATCH (child)<-[:SPEAKS_OF]-(signal:Signal)
  WHERE signal.child_id = child.id
  RETURN signal
  UNION
  MATCH (signal:Signal)
  WHERE size($scope.office) > 0 AND signal.custodian = $look.authority
    AND ($team.id IS NULL OR EXISTS {
        MATCH (place:Service)
        WHERE place.id >= $team.id AND place.id <= $team.id AND (place.tier <> 'sensitive' OR place.id IN mine)
      } AND EXISTS {
        MATCH (signal)-[:SPEAKS_OF]->(about:Child)<-[seat:INVOLVED_WITH]-()
        WHERE about.id = signal.child_id AND seat.service_id = $team.id AND (seat.end IS NULL OR seat.end > $today)
          AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      })
  RETURN signal
}

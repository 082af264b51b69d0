// The meetings held about a child, the latest first; one of a sensitive service's people alone is not known outside.
COLLECT {
  MATCH (meeting:Meeting)-[about:ABOUT]->(child)
  WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
    AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
    // fragment met_openly: begin
    AND (veiled = [] OR EXISTS {
        MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
        WHERE NOT who.id IN veiled
      } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
    // fragment met_openly: end
  RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
  ORDER BY one.on DESC, one.id
}

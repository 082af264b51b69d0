// The rest of a WHERE: outside sensitive services somebody knows of the meeting, by who takes part or else who recorded it.
AND (veiled = [] OR EXISTS {
    MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
    WHERE NOT who.id IN veiled
  } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })

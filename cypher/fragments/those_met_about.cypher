// Where a scan begins: children about whom there is, was or was to be a meeting.
MATCH (meeting:Meeting)-[:ABOUT]->(child:Child&$($owner))
WHERE meeting.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

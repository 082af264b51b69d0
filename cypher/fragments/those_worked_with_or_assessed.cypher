// Where a scan begins: children with whom a targeted service works or worked, or whom somebody has assessed or is assessing.
CALL () {
  UNWIND $among.places AS post
  MATCH ()-[seat:INVOLVED_WITH]->(found:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = post
  RETURN found
  UNION
  MATCH ()-[made:ASSESSED]->(found:Child&$($owner))
  WHERE made.custodian = $custodian
  RETURN found
}
WITH found AS child
WHERE child.died_on IS NULL AND NOT child:Held

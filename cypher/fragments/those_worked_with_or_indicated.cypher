// Where a scan begins: children with whom a targeted service works or worked, or about whom something was raised.
CALL () {
  UNWIND $among.places AS post
  MATCH ()-[seat:INVOLVED_WITH]->(found:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = post
  RETURN found
  UNION
  MATCH ()-[raised:HAS_CONCERN]->(found:Child&$($owner))
  WHERE raised.custodian = $custodian
  RETURN found
  UNION
  MATCH (referral:Referral)-[:ABOUT]->(found:Child&$($owner))
  WHERE referral.custodian = $custodian
  RETURN found
}
WITH found AS child
WHERE child.died_on IS NULL AND NOT child:Held

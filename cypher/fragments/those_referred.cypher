// Where a scan begins: children for whom somebody asked for help.
MATCH (referral:Referral)-[:ABOUT]->(child:Child&$($owner))
WHERE referral.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

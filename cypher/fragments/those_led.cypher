// Where a scan begins: children for whom somebody leads, led or was asked to.
MATCH ()-[leads:LEADS]->(child:Child&$($owner))
WHERE leads.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

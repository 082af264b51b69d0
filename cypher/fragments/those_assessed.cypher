// Where a scan begins: children whom somebody has assessed or is assessing.
MATCH ()-[made:ASSESSED]->(child:Child&$($owner))
WHERE made.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

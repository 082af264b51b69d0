// Where a scan begins: children of whom somebody has, or had, information to share or is taking action.
MATCH ()-[raised:HAS_CONCERN]->(child:Child&$($owner))
WHERE raised.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

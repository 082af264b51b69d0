// Where a scan begins: children of whom another record may be.
MATCH (child:Child&$($owner))-[pair:POSSIBLY_SAME_AS]-(:Child)
WHERE pair.custodian = $custodian AND pair.state = 'open' AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

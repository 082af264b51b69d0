// Where a scan begins when what is missing is the point: every child of the authority.
MATCH (child:Child&$($owner))
WHERE child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held

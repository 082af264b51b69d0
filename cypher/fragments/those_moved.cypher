// Where a scan begins: children who came to live somewhere within the time that counts as moving often.
MATCH (child:Child&$($owner))-[home:LIVES_AT]->()
WHERE home.custodian = $custodian AND home.start > $today - duration({months: $limits.u15.within})
  AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child

// The same for named children: what stands in place of a scan's beginning when they are looked at after a change.
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held

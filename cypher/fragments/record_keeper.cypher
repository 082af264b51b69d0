// Whose work it is to keep a child's own record right: a refusal's word, or nothing for those who may.
// Behind a shield nobody is told who keeps it: that would name the place.
WHEN NOT (rule IN ['leads', 'office', 'record_keeping'] OR rule = 'manages' AND child.custodian = $look.authority)
  THEN 'record_not_yours'
WHEN child.custodian <> $look.authority THEN CASE WHEN protected THEN 'record_not_yours' ELSE 'not_custodian' END

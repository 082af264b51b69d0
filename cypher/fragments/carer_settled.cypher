// Branches of a CASE: why the caller may not settle what is recorded of this carer. Another authority is named only where
// an agreement opens its part: else its name would say that it knows a child of theirs.
WHEN level <> 'content' THEN 'record_not_yours'
WHEN protected THEN 'absent'
// fragment record_keeper: begin
WHEN NOT (rule IN ['leads', 'office', 'record_keeping'] OR rule = 'manages' AND child.custodian = $look.authority)
  THEN 'record_not_yours'
WHEN child.custodian <> $look.authority THEN CASE WHEN protected THEN 'record_not_yours' ELSE 'not_custodian' END
// fragment record_keeper: end
WHEN who IS NULL THEN 'absent'
WHEN who.custodian <> $look.authority THEN
  CASE WHEN any(label IN labels(who) WHERE label IN $scope.agreed) THEN 'not_custodian' ELSE 'record_not_yours' END

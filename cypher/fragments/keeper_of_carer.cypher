// Whose word it is: the child's keeper's before the carer's.
CASE WHEN child.custodian <> $look.authority THEN child.custodian ELSE who.custodian END

// A claim that takes part: of a child who is there. One of a closed part, held, or with a new identity claims nothing.
MATCH (claim:Identifier)<-[:IDENTIFIED_BY]-(holder:Child&$any($scope.open))
USING INDEX claim:Identifier(value)
WHERE claim.value = number.value AND claim.scheme = number.scheme AND claim.state <> 'former'
  AND NOT EXISTS { (holder)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }

// The rule that opens the child to the caller: the first that holds (docs/access.md).
CASE
  WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
  WHEN 'leads' IN ties THEN 'leads'
  WHEN 'confirmed' IN ties THEN 'own_involvement'
  WHEN 'chairs' IN ties THEN 'chairs'
  WHEN 'manages' IN ties THEN 'manages'
  WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
  WHEN any(label IN labels(child) WHERE label IN $scope.kept) THEN 'record_keeping'
  WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
  WHEN any(label IN labels(child) WHERE label IN $scope.enacted) THEN 'enactment'
  // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
  WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
  ELSE 'none'
END

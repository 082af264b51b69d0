// Which rule opens `child` to `me`, strongest first; 'none' where nothing does (model.md, gate 4).
CASE
  WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
  WHEN 'leads' IN ties THEN 'leads'
  WHEN 'confirmed' IN ties THEN 'own_involvement'
  WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
  WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
  // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
  WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
  ELSE 'none'
END

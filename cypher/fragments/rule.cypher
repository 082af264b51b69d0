// Which rule opens `child` to `me`, strongest first; 'none' where nothing does (model.md, gate 4).
CASE
  WHEN NOT EXISTS {
    MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
    WHERE account.subject = $subject AND account.role = $role AND account.state = 'active'
  } THEN 'account_not_active'
  WHEN child IS NULL THEN 'none'
  WHEN EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) } THEN 'none'
  WHEN EXISTS {
    MATCH (me)-[own:LEADS]->(child)
    WHERE own.state = 'accepted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
  } THEN 'leads'
  WHEN EXISTS {
    MATCH (me)-[own:INVOLVED_WITH]->(child)
    WHERE own.state = 'confirmed' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
      AND coalesce(own.end_reason, '') <> 'recorded_in_error'
  } THEN 'own_involvement'
  WHEN any(label IN labels(child) WHERE label IN $office) THEN 'office'
  WHEN any(label IN labels(child) WHERE label IN $agreed) THEN 'agreement'
  WHEN EXISTS {
    MATCH (me)-[own:INVOLVED_WITH]->(child)
    WHERE own.state = 'asserted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
      AND coalesce(own.end_reason, '') <> 'recorded_in_error'
  } THEN 'asserted_involvement'
  ELSE 'none'
END

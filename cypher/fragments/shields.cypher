// What protects `child` from `me`: kinds of its own, its home's, and of anybody living there, unless `me` is cleared.
COLLECT {
  MATCH (child) (()-[home:LIVES_AT]-() WHERE home.end IS NULL OR home.end > $today){0,2} (covered)
    -[:PROTECTED_BY]->(shield:Protection)
  WHERE (shield.end IS NULL OR shield.end > $today)
    AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
  RETURN shield.kind AS kind
}

// Shields that cover somebody through where they live: they are kept, on the person itself.
COLLECT {
  MATCH (who) (()-[home:LIVES_AT]-()
      WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
        AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    ){1,2} ()-[:PROTECTED_BY]->(shield:Protection)
  WHERE shield.kind = 'shield' AND (shield.end IS NULL OR shield.end > $today)
    AND NOT EXISTS { (who)-[:PROTECTED_BY]->(shield) }
  RETURN DISTINCT shield
}

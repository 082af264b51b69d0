// The kinds of protection that cover the child today and that the caller is not cleared for.
// Whoever may be the same child, and nobody has settled it, is covered like the other.
COLLECT {
  MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
      WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
        AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    ){0,2} (covered)-[:PROTECTED_BY]->(shield:Protection)
  WHERE (shield.end IS NULL OR shield.end > $today)
    AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
  RETURN DISTINCT shield.kind AS kind
}

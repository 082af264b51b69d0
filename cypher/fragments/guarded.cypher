// Whether a shield covers the child, whoever looks: what is said then may outlast the shield, or tell of it.
EXISTS {
  MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
      WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
        AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
  WHERE shield.end IS NULL OR shield.end > $today
}

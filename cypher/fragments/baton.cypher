// Where nobody leads, the hand that asks holds the baton until somebody accepts; one hand, however often it asks.
CALL (look, me, child, replaces, fact) {
  OPTIONAL MATCH (me)-[held:LEADS]->(child)
  WHERE held.state = 'holding_baton' AND held.end IS NULL AND coalesce(held.end_reason, '') <> 'recorded_in_error'
  WITH look, me, child, replaces, fact, count(held) AS already
  FOREACH (_ IN CASE WHEN replaces IS NULL AND already = 0 THEN [1] ELSE [] END |
    CREATE (me)-[:LEADS {
      id: fact.id + '-baton', kind: fact.kind, state: 'holding_baton', start: $today, custodian: $look.authority,
      recorded_at: look.at, recorded_by: look.by, source: fact.source, version: 1
    }]->(child)
  )
  RETURN CASE WHEN replaces IS NULL AND already = 0
    THEN [{type: 'LEADS', id: fact.id + '-baton', version: 1}] ELSE [] END AS batons
}

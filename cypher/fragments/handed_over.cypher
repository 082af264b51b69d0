// Whoever led, and whoever held the baton, does so no longer; the mark goes before another takes it.
CALL (look, child) {
  MATCH (:Practitioner)-[fact:LEADS]->(child)
  WHERE (fact.current_child = child.id OR fact.state = 'holding_baton' AND fact.end IS NULL)
    AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = fact.id,
    old.superseded_at = look.at, fact.end = $today, fact.end_reason = 'handed_over', fact.recorded_at = look.at,
    fact.recorded_by = look.by, fact.version = fact.version + 1
  REMOVE fact.current_child
  RETURN collect({type: 'LEADS', id: fact.id, version: fact.version}) AS ended
}

// What was decided last about a signal, with who is to see to it, unless that is somebody unnamed around the child.
head(COLLECT {
  MATCH (decision:SignalDecision)-[:DECIDES]->(signal)
  OPTIONAL MATCH (seer:Practitioner)
  WHERE seer.id >= decision.practitioner_id AND seer.id <= decision.practitioner_id
  RETURN {
    id: decision.id, decision: decision.decision, until: decision.until, reason: decision.decision_reason,
    assigned_to: CASE WHEN NOT seer.id IN unnamed THEN seer.name END, at: decision.recorded_at
  } AS decided
  ORDER BY decision.recorded_at DESC, decision.id
  LIMIT 1
})

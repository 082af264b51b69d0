// One row of a list of signals, as people read it.
{
  id: signal.id, code: signal.code, since: signal.since, reason: signal.reason, evidence: signal.evidence,
  child: {id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born}, rule: rule,
  decision:
    // fragment decided: begin
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
    // fragment decided: end
}

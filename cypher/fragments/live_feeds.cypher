// The feeds of an authority that come: what a dead one lacks is no evidence.
COLLECT {
  MATCH (agency:Agency)-[supply:SUPPLIES]->(authority)
  WHERE supply.since <= $today AND supply.last_received_at >= $silent.at
  RETURN {facts: supply.facts, sector: agency.sector}
}

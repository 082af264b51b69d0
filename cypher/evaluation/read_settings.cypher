// What an authority's signals are worked out with: its nation, live feeds, its own thresholds; and the moment of reading.
// @access   read
// @seek
// @unscoped an authority is about nobody, and its settings too
// @param    custodian  string    the authority's code
// @param    today      date      the day of asking, in the United Kingdom
// @param    silent     map       at: a feed that last came before this is not live
// @returns  nation, supplies, own, as_of
MATCH (authority:Authority)
WHERE authority.code = $custodian
RETURN authority.nation AS nation,
  // fragment live_feeds: begin
  COLLECT {
    MATCH (agency:Agency)-[supply:SUPPLIES]->(authority)
    WHERE supply.since <= $today AND supply.last_received_at >= $silent.at
    RETURN {facts: supply.facts, sector: agency.sector}
  }
  // fragment live_feeds: end
  AS supplies,
  COLLECT {
    MATCH (set:Threshold)
    WHERE set.custodian = authority.code AND set.start <= $today
    WITH set
    ORDER BY set.start, set.recorded_at
    RETURN {code: set.code, name: set.name, value: set.value}
  } AS own,
  datetime() AS as_of

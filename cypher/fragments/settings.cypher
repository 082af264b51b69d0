// What the answer says of how signals are worked out in the caller's authority.
head(COLLECT {
  MATCH (authority:Authority)
  WHERE authority.code >= $look.authority AND authority.code <= $look.authority
  OPTIONAL MATCH (scan:Scan)
  WHERE scan.custodian >= authority.code AND scan.custodian <= authority.code
  RETURN {
    nation: authority.nation, scanned_at: scan.finished_at,
    supplies:
      // fragment live_feeds: begin
      COLLECT {
        MATCH (agency:Agency)-[supply:SUPPLIES]->(authority)
        WHERE supply.since <= $today AND supply.last_received_at >= $silent.at
        RETURN {facts: supply.facts, sector: agency.sector}
      }
      // fragment live_feeds: end
  } AS settings
})

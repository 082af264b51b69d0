// Whether `who` is known, for `child`, through a sensitive service in which `me` does not work: then they are not named.
who <> me AND (
  (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
  OR EXISTS {
    MATCH (who)-[:WORKS_IN]->(there:Service)
    WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
  }
  OR EXISTS {
    MATCH (who)-[through:INVOLVED_WITH]->(child)
    MATCH (there:Service)
    WHERE there.id >= through.service_id AND there.id <= through.service_id
      AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
  }
)

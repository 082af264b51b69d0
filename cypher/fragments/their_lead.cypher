// The number of the current lead; of one whom this caller may not know through a sensitive service, none.
CASE WHEN EXISTS {
    MATCH (holder)-[:WORKS_IN]->(base:Service)
    WHERE base.tier = 'sensitive' AND NOT base.id IN mine
  } OR EXISTS {
    MATCH (holder)-[seat:INVOLVED_WITH]->(child)
    MATCH (post:Service)
    WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'sensitive' AND NOT post.id IN mine
  } THEN NULL ELSE now.id END

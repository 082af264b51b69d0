// Ids of those who are known, for `child`, through a sensitive service in which `me` does not work: never named.
COLLECT {
  MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
  OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
  OPTIONAL MATCH (post:Service)
  WHERE post.id >= tie.service_id AND post.id <= tie.service_id
  WITH who, [who, base, post] AS places
  WHERE who <> me AND any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
  RETURN DISTINCT who.id AS id
}

// Whether the fact of a change is a sensitive service's that the caller may not know of: then neither may its date be.
EXISTS {
  MATCH (who)-[fact]->(child)
  WHERE fact.id = change.fact_id AND who <> me
  OPTIONAL MATCH (post:Service)
  WHERE post.id >= fact.service_id AND post.id <= fact.service_id
  WITH who, post
  WHERE who.id IN unnamed OR post.tier = 'sensitive' AND NOT post.id IN mine
}

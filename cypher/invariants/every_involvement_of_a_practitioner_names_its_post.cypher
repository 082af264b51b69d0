// Involvements that do not say in which service: without it neither tier nor agency would be known.
// @access  read
// @param   limit  int  the most rows to return
// @returns subject, detail
// @unscoped it looks over every part
MATCH (:Practitioner|Service)-[seat:INVOLVED_WITH]->(:Child)
WHERE NOT EXISTS { MATCH (post:Service)-[:PART_OF]->(:Agency) WHERE post.id = seat.service_id }
RETURN seat.id AS subject, 'no service of an agency with this service_id' AS detail
ORDER BY subject
LIMIT $limit

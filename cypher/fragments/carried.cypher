// What joined one record joins the other: a relationship cannot change its ends, so it is made anew, with all that it
// said and under the same id. `from_id` is the record it came from, or nothing when it is back there.
WITH old, type(old) AS kind, properties(old) AS said, startNode(old) = from AS leaves, to, from_id,
  CASE startNode(old) WHEN from THEN endNode(old) ELSE startNode(old) END AS there
DELETE old
WITH kind, said, leaves, to, from_id, there
CALL (kind, said, leaves, to, there) {
  WITH kind, said, leaves, to, there
  WHERE leaves
  CREATE (to)-[made:$(kind)]->(there)
  SET made = said
  RETURN made
  UNION
  WITH kind, said, leaves, to, there
  WHERE NOT leaves
  CREATE (there)-[made:$(kind)]->(to)
  SET made = said
  RETURN made
}
SET made.merged_from = from_id

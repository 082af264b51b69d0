// Keyed facts already recorded about another child or by another person than the rows now say.
// @access  read
// @param   rows   maps  id, child (its origin), who (id of the practitioner or service)
// @param   limit  int   the most rows to return
// @returns id
// @unscoped the ids are digests of the sender's own keys, so they find only its own facts
UNWIND $rows AS row
CALL (row) {
  MATCH (who)-[fact:INVOLVED_WITH {id: row.id}]->(child)
  RETURN who, child
  UNION
  MATCH (who)-[fact:HAS_CONCERN {id: row.id}]->(child)
  RETURN who, child
  UNION
  MATCH (who)-[fact:ASSESSED {id: row.id}]->(child)
  RETURN who, child
}
WITH row, who, child
WHERE who.id <> row.who OR child.child_origin <> row.child
RETURN row.id AS id
ORDER BY id
LIMIT $limit

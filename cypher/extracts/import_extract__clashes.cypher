// Rows that something recorded before forbids: a sign-in of somebody else, a second current lead.
// @access  read
// @param   leads     maps  id and child (its origin) of each current accepted lead
// @param   accounts  maps  id and subject of each sign-in
// @param   limit     int   the most rows to return
// @returns id
// @unscoped it only says that a row cannot be taken, never whose record is in its way
CALL () {
  UNWIND $leads AS row
  MATCH (:Practitioner)-[lead:LEADS]->(:Child {child_origin: row.child})
  WHERE lead.current_child IS NOT NULL AND lead.id <> row.id
  RETURN row.id AS id
  UNION
  UNWIND $accounts AS row
  MATCH (account:Account {subject: row.subject})
  WHERE account.id <> row.id
  RETURN row.id AS id
}
RETURN id
ORDER BY id
LIMIT $limit

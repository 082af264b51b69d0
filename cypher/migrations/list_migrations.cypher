// The schema changes that this graph has had, oldest first.
// @access  read
// @param   limit  int  the most rows to return
// @returns version, checksum
// @unscoped the schema belongs to no authority
MATCH (migration:Migration)
RETURN migration.version AS version, migration.checksum AS checksum
ORDER BY version
LIMIT $limit

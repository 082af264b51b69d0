// Where the server says that it, and the others of its cluster, are reached.
// @access  read
// @param   database  string  which database
// @param   limit     int     the most rows to return
// @returns address
// @unscoped it is about the server, not about anybody
CALL dbms.routing.getRoutingTable({}, $database) YIELD servers
UNWIND servers AS server
UNWIND server.addresses AS address
RETURN DISTINCT address AS address
ORDER BY address
LIMIT $limit

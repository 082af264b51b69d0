// Whether the database holds any child at all: one row where it does.
// @access   read
// @unscoped it looks for anybody, so that no replay is written beside them, and says nobody's number
// @param    limit  int  one is enough
// @returns  somebody
MATCH (child:Child)
WITH child
LIMIT 1
RETURN true AS somebody
ORDER BY somebody
LIMIT $limit

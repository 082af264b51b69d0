// Every index of the graph, those of its constraints too, and how far each is built.
// @access  read
// @param   limit  int  the most rows to return
// @returns name, state, percent
// @unscoped it is about the server, not about anybody
SHOW INDEXES
YIELD name, state, populationPercent
RETURN name AS name, state AS state, populationPercent AS percent
ORDER BY name
LIMIT $limit

// The server's own settings that could let personal data out.
// @access  read
// @seek
// @param   names  strings  which settings
// @param   limit  int      the most rows to return
// @returns name, value
// @unscoped it is about the server, not about anybody
SHOW SETTINGS
YIELD name, value
WHERE name IN $names
RETURN name AS name, value AS value
ORDER BY name
LIMIT $limit

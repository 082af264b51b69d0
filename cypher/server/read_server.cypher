// What the server says that it is.
// @access  read
// @seek
// @returns name, version, edition
// @unscoped it is about the server, not about anybody
CALL dbms.components() YIELD name, versions, edition
RETURN name AS name, versions[0] AS version, edition AS edition

// The schema change that has just been applied.
// @access  write
// @param   version   string  V001 and so on
// @param   name      string  what it does, from the file's name
// @param   checksum  string  SHA-256 of the file
// @returns version, checksum
// @unscoped the schema belongs to no authority
MERGE (migration:Migration {version: $version})
ON CREATE SET migration.name = $name, migration.checksum = $checksum, migration.applied_at = datetime()
RETURN migration.version AS version, migration.checksum AS checksum

// How many authorities the file names, each now in the graph with those that succeeded it.
// @access  write
// @param   rows  maps  the lines of authorities.csv
// @returns authorities
// @unscoped reference data: an authority is not owned by an authority
UNWIND $rows AS row
MERGE (authority:Authority {code: row.code})
SET authority.name = row.name, authority.official_name = row.official_name, authority.nation = row.nation,
  authority.kind = row.kind, authority.gss_code = row.gss_code, authority.former_gss_codes = row.former_gss_codes,
  authority.start = row.start, authority.end = row.end
WITH authority, row
// Only the first pass of a first load creates a successor before its own line is read; its line then fills it.
FOREACH (code IN row.succeeded_by |
  MERGE (successor:Authority {code: code})
  MERGE (authority)-[:SUCCEEDED_BY]->(successor)
)
RETURN count(DISTINCT authority) AS authorities

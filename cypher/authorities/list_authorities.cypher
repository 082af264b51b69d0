// The code of every body that keeps, or kept, a part of the index.
// @access  read
// @param   limit  int  the most rows to return
// @returns code
// @unscoped reference data: an authority is not owned by an authority
MATCH (authority:Authority)
RETURN authority.code AS code
ORDER BY code
LIMIT $limit

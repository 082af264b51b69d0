// Our number for each of the sender's own children, and whether it is still held.
// @access  read
// @param   origins    strings  origins of the children asked about
// @param   custodian  string   code of the authority that keeps them
// @param   limit      int      the most rows to return
// @returns origin, child_id, held
// @unscoped held children have no owner's label yet; the custodian stands in the pattern instead
UNWIND $origins AS origin
MATCH (child:Child {child_origin: origin, custodian: $custodian})
RETURN origin, child.id AS child_id, child:Held AS held
ORDER BY origin
LIMIT $limit

// Our number for each of the sender's own children, and whether it is still held.
// @access  read
// @param   origins    strings  origins of the children asked about
// @param   custodian  string   code of the authority that keeps them
// @param   limit      int      the most rows to return
// @returns origin, child_id, held
// @unscoped held children have no owner's label yet; the custodian stands in the pattern instead
//
// Of a record that was merged into another of the same authority, the number of that.
UNWIND $origins AS origin
MATCH (record:(Child|Merged) {child_origin: origin, custodian: $custodian})
MATCH (record)-[:POSSIBLY_SAME_AS {state: 'merged'}]-{0,5}(child:Child)
WHERE child.custodian = $custodian AND (record:Merged OR child = record)
RETURN origin, child.id AS child_id, child:Held AS held
ORDER BY origin
LIMIT $limit

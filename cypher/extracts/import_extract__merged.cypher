// Records of these parts that were merged into others: rows about them are about those now.
// @access  read
// @param   parts  labels  parts of the sender and of those that share with it
// @param   limit  int     the most rows to return
// @returns origin, id, kept, carer, kept_carer
MATCH (gone:Merged&$any($parts))
WHERE gone.child_origin IS NOT NULL
MATCH (gone)-[:POSSIBLY_SAME_AS {state: 'merged'}]-{1,5}(kept:Child)
RETURN gone.child_origin AS origin, gone.id AS id, kept.child_origin AS kept, gone.carer_origin AS carer, kept.carer_origin AS kept_carer
ORDER BY origin
LIMIT $limit

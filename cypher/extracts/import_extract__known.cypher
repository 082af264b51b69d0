// Which of the records that rows refer to are known, and for a service its tier.
// @access  read
// @param   ids        strings  ids or origins, each of one kind of record
// @param   custodian  string   code of the authority that sends
// @param   agreed     labels   parts that share with it: only their children may be named in its rows
// @param   limit      int      the most rows to return
// @returns id, tier
UNWIND $ids AS id
OPTIONAL MATCH (service:Service {id: id})
WITH id, service
WHERE service IS NOT NULL
  OR EXISTS { MATCH (child:Child {child_origin: id}) WHERE child.custodian = $custodian }
  OR EXISTS { MATCH (child:Child&$any($agreed)) WHERE child.child_origin = id }
  OR EXISTS { MATCH (:Carer {carer_origin: id}) }
  OR EXISTS { MATCH (:Practitioner {id: id}) }
  OR EXISTS { MATCH (:Agency {id: id}) }
  OR EXISTS { MATCH (:Household {id: id}) }
  OR EXISTS { MATCH (:Meeting {id: id}) }
RETURN id, service.tier AS tier
ORDER BY id
LIMIT $limit

// Which of the records that rows refer to are known, and for a service its tier.
// @access  read
// @param   ids        strings  ids or origins, each of one kind of record
// @param   custodian  string   code of the authority that sends
// @param   agreed     labels   parts that share with it: only their children, carers, homes and meetings may be named
// @param   limit      int      the most rows to return
// @returns id, tier
//
// Who works for an authority is its public face and may be named by all; whom it cares for may not.
UNWIND $ids AS id
OPTIONAL MATCH (service:Service {id: id})
WITH id, service
WHERE service IS NOT NULL
  OR EXISTS { MATCH (child:Child {child_origin: id}) WHERE child.custodian = $custodian }
  OR EXISTS { MATCH (child:Child&$any($agreed)) WHERE child.child_origin = id }
  OR EXISTS { MATCH (carer:Carer {carer_origin: id}) WHERE carer.custodian = $custodian }
  OR EXISTS { MATCH (carer:Carer&$any($agreed)) WHERE carer.carer_origin = id }
  OR EXISTS { MATCH (home:Household {id: id}) WHERE home.custodian = $custodian }
  OR EXISTS { MATCH (home:Household&$any($agreed)) WHERE home.id = id }
  OR EXISTS { MATCH (meeting:Meeting {id: id}) WHERE meeting.custodian = $custodian }
  OR EXISTS { MATCH (meeting:Meeting&$any($agreed)) WHERE meeting.id = id }
  OR EXISTS { MATCH (:Practitioner {id: id}) }
  OR EXISTS { MATCH (:Agency {id: id}) }
RETURN id, service.tier AS tier
ORDER BY id
LIMIT $limit

// Which of these records are in the graph already, where the sender may name them; of a service, how private it is.
// @access  read
// @param   ids        strings  ids or origins, each of one kind of record
// @param   custodian  string   code of the authority that sends
// @param   agreed     labels   parts that share with it: only their children and carers may be named in its rows
// @param   limit      int      the most rows to return
// @returns id, tier
//
// Who works for an authority is its public face and may be named by all; whom it cares for may not. Somebody protected
// may be named only by those who did so before, so that their next run neither fails nor learns of the protection.
UNWIND $ids AS id
OPTIONAL MATCH (service:Service {id: id})
WITH id, service
WHERE service IS NOT NULL
  OR EXISTS { MATCH (child:Child {child_origin: id}) WHERE child.custodian = $custodian }
  OR EXISTS {
    MATCH (child:Child&$any($agreed))
    WHERE child.child_origin = id
      AND (NOT EXISTS { (child)-[:PROTECTED_BY]->() } OR EXISTS { (child)<-[{custodian: $custodian}]-() })
  }
  OR EXISTS { MATCH (gone:Merged {child_origin: id}) WHERE gone.custodian = $custodian }
  OR EXISTS { MATCH (gone:Merged&$any($agreed)) WHERE gone.child_origin = id }
  OR EXISTS { MATCH (carer:Carer {carer_origin: id}) WHERE carer.custodian = $custodian }
  OR EXISTS {
    MATCH (carer:Carer&$any($agreed))
    WHERE carer.carer_origin = id
      AND (NOT EXISTS { (carer)-[:PROTECTED_BY]->() } OR EXISTS { (carer)-[{custodian: $custodian}]->() })
  }
  OR EXISTS { MATCH (home:Household {id: id}) WHERE home.custodian = $custodian }
  OR EXISTS { MATCH (meeting:Meeting {id: id}) WHERE meeting.custodian = $custodian }
  OR EXISTS { MATCH (:Practitioner {id: id}) }
  OR EXISTS { MATCH (:Agency {id: id}) }
RETURN id, service.tier AS tier
ORDER BY id
LIMIT $limit

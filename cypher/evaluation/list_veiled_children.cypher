// The children with whom somebody works, leads, is concerned or assesses of whom only a sensitive service's people know.
// @access   read
// @param    owner      owner   the authority's label
// @param    custodian  string  its code
// @param    among      map     children: whom of them; null asks for all of the authority's
// @param    limit      int     more than any authority has
// @returns  id
//
// From the side of sensitive services, of which there are few; wider than each signal's own veil, never narrower. With
// their brothers, sisters and doubles, whose signals compare them.
MATCH (place:Service)
WHERE place.tier = 'sensitive'
CALL (place) {
  MATCH (place)-[:INVOLVED_WITH|ASSESSED]->(child:Child&$($owner))
  RETURN child
  UNION
  MATCH (place)<-[:WORKS_IN]-(:Practitioner)-[:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child:Child&$($owner))
  RETURN child
  UNION
  MATCH (:Practitioner)-[seat:INVOLVED_WITH]->(child:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = place.id
  RETURN child
}
WITH DISTINCT child
CALL (child) {
  RETURN child AS found
  UNION
  MATCH (child)<-[:CARES_FOR]-(:Carer)-[:CARES_FOR]->(found:Child&$($owner))
  RETURN found
  UNION
  MATCH (child)-[:POSSIBLY_SAME_AS]-(found:Child&$($owner))
  RETURN found
}
WITH DISTINCT found.id AS id
WHERE $among.children IS NULL OR id IN $among.children
RETURN id
ORDER BY id
LIMIT $limit

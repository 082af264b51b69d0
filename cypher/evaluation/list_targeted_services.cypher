// The services at which an authority's children are worked with and that are not universal: where scans begin.
// @access   read
// @unscoped a service is about nobody
// @param    custodian  string  the authority's code
// @param    limit      int     more than any authority has
// @returns  id
MATCH ()-[seat:INVOLVED_WITH]->()
WHERE seat.custodian = $custodian AND seat.service_id IS NOT NULL
WITH DISTINCT seat.service_id AS id
MATCH (place:Service)
WHERE place.id = id AND place.tier <> 'universal'
RETURN id
ORDER BY id
LIMIT $limit

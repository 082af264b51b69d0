// The children around whom there is somebody of whom only a sensitive service's people know, with their siblings and doubles.
// @access   read
// @param    owner      owner    the authority's label
// @param    custodian  string   its code
// @param    today      date     the day of asking, in the United Kingdom
// @param    whole      boolean  false: in the whole view nobody is veiled
// @param    limit      int      more than any authority has
// @returns  id
//
// By the veil itself, so never narrower than what signals leave out; siblings and doubles, because signals compare them.
// fragment those_kept: begin
MATCH (child:Child&$($owner))
WHERE child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment those_kept: end
WITH child,
  // fragment veiled: begin
  CASE WHEN $whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
    WHERE coalesce(tie.end_reason, '') <> 'recorded_in_error'
    OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
    WHERE (held.start IS NULL OR held.start <= $today) AND coalesce(held.end_reason, '') <> 'recorded_in_error'
      AND (held.end IS NULL OR held.end >= coalesce(tie.start, date(tie.raised_at), tie.started_on, held.end))
    OPTIONAL MATCH (post:Service)
    WHERE post.id = tie.service_id
    WITH who, [who, base, post] AS places
    WHERE any(place IN places WHERE place.tier = 'sensitive')
    RETURN DISTINCT who.id AS id
  } END
  // fragment veiled: end
  AS veiled
WHERE veiled <> []
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
RETURN id
ORDER BY id
LIMIT $limit

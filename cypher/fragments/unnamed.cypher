// Who is tied to the child through a sensitive service that is not the caller's own: none of these is named.
COLLECT {
  MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
  WHERE who <> me AND (tie.start IS NULL OR tie.start <= $today) AND coalesce(tie.end_reason, '') <> 'recorded_in_error'
  OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
  WHERE (held.start IS NULL OR held.start <= $today) AND coalesce(held.end_reason, '') <> 'recorded_in_error'
    AND (held.end IS NULL OR held.end >= coalesce(tie.start, date(tie.raised_at), tie.started_on, held.end))
  OPTIONAL MATCH (post:Service)
  WHERE post.id >= tie.service_id AND post.id <= tie.service_id
  WITH who, [who, base, post] AS places
  WHERE any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
  RETURN DISTINCT who.id AS id
}

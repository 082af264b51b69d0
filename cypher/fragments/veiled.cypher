// Those of whom only a sensitive service's own people know that they work with the child; nobody in the whole view.
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

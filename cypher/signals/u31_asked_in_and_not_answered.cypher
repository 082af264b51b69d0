// Somebody says that they work with the child, and nobody has confirmed or refused it.
// @signal    U31
// @access    read
// @source    Contact with a sensitive service is brokered within days (domain.md 3; ContactPoint guidance).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold answered_within 2 working_days  How long until somebody should have answered.
// @begins    answered_within
// @ends      The involvement is confirmed or ended.
// @missing   Requests to be put in touch with a sensitive service are not held yet: an involvement that waits for an answer is the nearest.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the first day of which it was said.
// fragment those_worked_with: begin
UNWIND $among.places AS post
MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$($owner))
WHERE seat.custodian = $custodian AND seat.service_id = post AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_worked_with: end
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
WITH child, COLLECT {
    MATCH (who:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.state = 'asserted' AND NOT who.id IN veiled
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN {id: seat.id, day: date(seat.recorded_at), start: seat.start} AS one
    ORDER BY one.day, one.id
  } AS waiting
WHERE waiting <> []
WITH child, waiting, CASE WHEN waiting[0].start < waiting[0].day THEN waiting[0].start ELSE waiting[0].day END AS asked
RETURN child.id AS child_id, asked AS since, NULL AS until, [] AS others,
  [one IN waiting | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  'Somebody has said since ' + toString(asked) + ' that they work with the child, and nobody has confirmed it.' AS reason

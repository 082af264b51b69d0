// Somebody said that they were taking action, and nothing has been said since.
// @signal    U12
// @access    read
// @source    Cases drift where nobody asks what became of an action (domain.md 4.1).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     indications
// @threshold quiet 30 days  How long an action may go without a word.
// @begins    quiet
// @shows     past, indications
// @ends      It is closed, or brought up to date.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which it was raised, or last changed.
// fragment those_indicated: begin
MATCH ()-[raised:HAS_CONCERN]->(child:Child&$($owner))
WHERE raised.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_indicated: end
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
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND raised.kind = 'taking_action' AND raised.closed_at IS NULL
      AND NOT who.id IN veiled AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: raised.id, raised: date(raised.raised_at),
      day: CASE WHEN raised.version > 1 THEN date(raised.recorded_at) ELSE date(raised.raised_at) END
    } AS one
    ORDER BY one.day, one.id
  } AS quiet
WHERE quiet <> []
RETURN child.id AS child_id, quiet[0].day AS since, NULL AS until, [] AS others,
  [one IN quiet | {type: 'HAS_CONCERN', id: one.id, on: one.raised}] AS evidence,
  'Somebody has been taking action since ' + toString(quiet[0].raised) + ', and nothing has been said of it for '
    + toString($limits.u12.quiet) + ' days.' AS reason

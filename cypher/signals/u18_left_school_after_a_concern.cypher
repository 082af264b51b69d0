// The child left school soon after something was raised, and no other school is known.
// @signal    U18
// @access    read
// @source    A school referred; the child was withdrawn from school within weeks (domain.md 4.2, Sara Sharif review).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements from education
// @threshold within 90 days  How soon after a concern leaving counts.
// @shows     past, indications
// @ends      Another school is recorded.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the day on which school ended.
// fragment those_worked_with_or_indicated: begin
CALL () {
  UNWIND $among.places AS post
  MATCH ()-[seat:INVOLVED_WITH]->(found:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = post
  RETURN found
  UNION
  MATCH ()-[raised:HAS_CONCERN]->(found:Child&$($owner))
  WHERE raised.custodian = $custodian
  RETURN found
  UNION
  MATCH (referral:Referral)-[:ABOUT]->(found:Child&$($owner))
  WHERE referral.custodian = $custodian
  RETURN found
}
WITH found AS child
WHERE child.died_on IS NULL AND NOT child:Held
// fragment those_worked_with_or_indicated: end
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
WITH child, veiled, COLLECT {
    MATCH (school:Service)-[seat:INVOLVED_WITH]->(child)
    WHERE school.kind = 'school' AND seat.custodian = child.custodian
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN {id: seat.id, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.end DESC
  } AS schools
WHERE schools <> [] AND schools[0].end <= $today
WITH child, schools[0] AS last, COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND NOT who.id IN veiled
      AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {type: 'HAS_CONCERN', id: raised.id, on: date(raised.raised_at)} AS one
    UNION
    MATCH (referral:Referral)-[about:ABOUT]->(child)
    WHERE referral.custodian = child.custodian AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(referral.end_reason, '') <> 'recorded_in_error'
    RETURN {type: 'Referral', id: referral.id, on: referral.received_on} AS one
  } AS raised
WITH child, last, [one IN raised WHERE one.on <= last.end AND last.end <= one.on + duration({days: $limits.u18.within})] AS before
WHERE before <> []
RETURN child.id AS child_id, last.end AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: last.id, on: last.end}] + before AS evidence,
  'The child left school on ' + toString(last.end) + ', within ' + toString($limits.u18.within)
    + ' days of a concern or a referral, and no other school is known.' AS reason

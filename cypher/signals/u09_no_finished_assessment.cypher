// An assessment was not finished in time, or several people work with the child and nobody made one.
// @signal    U09
// @access    read
// @source    An assessment is concluded within 45 working days (domain.md 4.1); cases closed without one (4.2, neglect reviews).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     assessments, involvements
// @threshold targeted 2 count  From how many involvements on there should be an assessment.
// @threshold finished_within 45 working_days  How long an assessment may take, or be waited for.
// @begins    finished_within
// @shows     past, assessments
// @ends      The assessment is completed or given up; where there was none, one begins, or fewer people work with the child.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the start of the oldest assessment that is open, whoever works with the child; where there is none at all, from the day on which the
// second involvement began.
// fragment those_worked_with_or_assessed: begin
CALL () {
  UNWIND $among.places AS post
  MATCH ()-[seat:INVOLVED_WITH]->(found:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = post
  RETURN found
  UNION
  MATCH ()-[made:ASSESSED]->(found:Child&$($owner))
  WHERE made.custodian = $custodian
  RETURN found
}
WITH found AS child
WHERE child.died_on IS NULL AND NOT child:Held
// fragment those_worked_with_or_assessed: end
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
WITH child, veiled,
  // fragment work: begin
  COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND (seat.start IS NULL OR seat.start <= $today)
      AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      AND NOT who.id IN veiled
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.tier <> 'universal'
    MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
    RETURN {
      id: seat.id, who: who.id, role: seat.role, place: place.id, agency: agency.id, start: coalesce(seat.start, date(seat.recorded_at)),
      confirmed_on: seat.confirmed_on
    } AS one
    ORDER BY one.start, one.id
  }
  // fragment work: end
  AS work
WITH child, work, COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE made.custodian = child.custodian AND made.state <> 'abandoned' AND NOT who.id IN veiled
      AND coalesce(made.end_reason, '') <> 'recorded_in_error'
    RETURN {id: made.id, day: made.started_on, open: made.state = 'in_progress' AND made.completed_on IS NULL} AS one
    ORDER BY one.day, one.id
  } AS made
WITH child, work, made, [one IN made WHERE one.open] AS unfinished
WHERE unfinished <> [] OR made = [] AND size(work) >= $limits.u09.targeted
RETURN child.id AS child_id, coalesce(unfinished[0].day, work[$limits.u09.targeted - 1].start) AS since, NULL AS until,
  [] AS others, CASE WHEN made = [] THEN [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    ELSE [one IN unfinished[..1] | {type: 'ASSESSED', id: one.id, on: one.day}] END AS evidence,
  CASE WHEN made = [] THEN toString(size(work)) + ' people or services work with the child, and in '
      + toString($limits.u09.finished_within) + ' working days nobody has begun an assessment.'
    ELSE 'An assessment has been open for ' + toString($limits.u09.finished_within) + ' working days or more.' END AS reason

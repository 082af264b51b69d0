// Meetings about the child were planned, and nobody has said whether they were held.
// @signal    U25
// @access    read
// @source    Was not brought: missed contacts without a follow-up (domain.md 4.2 and 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold missed 2 count  How many are no accident.
// @ends      It is said of them whether they were held or cancelled.
// @missing   Appointments, and whether the child was brought to them, are not held: planned meetings are the nearest that is.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the day after the second of them.
// fragment those_met_about: begin
MATCH (meeting:Meeting)-[:ABOUT]->(child:Child&$($owner))
WHERE meeting.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_met_about: end
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
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'planned' AND meeting.planned_on < $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, day: meeting.planned_on} AS one
    ORDER BY one.day, one.id
  } AS missed
WHERE size(missed) >= $limits.u25.missed
RETURN child.id AS child_id, missed[$limits.u25.missed - 1].day + duration({days: 1}) AS since, NULL AS until, [] AS others,
  [one IN missed | {type: 'Meeting', id: one.id, on: one.day}] AS evidence,
  toString(size(missed)) + ' planned meetings have passed, and nobody has said whether they were held.' AS reason

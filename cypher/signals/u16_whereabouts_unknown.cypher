// Nobody knows where the child lives, and work or something raised is open.
// @signal    U16
// @access    read
// @source    A statement of last known or no known address (SI 2007/2182, Schedule 1; domain.md 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @shows     past, address, indications
// @ends      An address is recorded, or nothing is open any more.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the last known stay ended, or the first of what is open began, whichever was later.
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
WHERE child.address_state IN ['last_known', 'none']
WITH child, veiled, work,
  // fragment open_alarms: begin
  COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND raised.closed_at IS NULL AND NOT who.id IN veiled
      AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: raised.id, who: who.id, kind: raised.kind, day: date(raised.raised_at),
      agencies: COLLECT {
        MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE step.end IS NULL OR step.end > $today]->()){1,6} (agency:Agency)
        RETURN DISTINCT agency.id AS id
      }
    } AS one
    ORDER BY one.day, one.id
  }
  // fragment open_alarms: end
  AS alarms
WHERE work <> [] OR alarms <> []
WITH child, work, alarms, COLLECT {
    MATCH (child)-[home:LIVES_AT]->(:Household)
    WHERE home.custodian = child.custodian AND home.end <= $today AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    RETURN home.end AS end
    ORDER BY end DESC
  } AS ends
WITH child, work, alarms, coalesce(ends[0], date(child.recorded_at)) AS lost,
  reduce(least = date('9999-12-31'), day IN [one IN work | one.start] + [one IN alarms | one.day] |
    CASE WHEN day < least THEN day ELSE least END) AS open
RETURN child.id AS child_id, CASE WHEN open > lost THEN open ELSE lost END AS since, NULL AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    + [one IN alarms | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  CASE child.address_state WHEN 'none' THEN 'No address of the child is known' ELSE 'Only a last known address is held' END
    + ', and work with the child or something raised is open.' AS reason

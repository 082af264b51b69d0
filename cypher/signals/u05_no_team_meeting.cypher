// Several agencies work with the child and have not met for weeks, or never.
// @signal    U05
// @access    read
// @source    The team around the child meets, and reviews at least every six weeks (domain.md 4.1; Wales Safeguarding Procedures).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @threshold agencies 3 count  From how many agencies on they should meet.
// @threshold met_within 6 weeks  How long they may go without a meeting.
// @begins    met_within
// @ends      A meeting about the child is held, or fewer agencies work with the child.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which the third agency began, or on which they last met.
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
WITH child, veiled, work,
  // fragment joined: begin
  COLLECT {
    UNWIND work AS one
    WITH one.agency AS agency, min(one.start) AS day
    ORDER BY day, agency
    RETURN day
  }
  // fragment joined: end
  AS joined
WHERE size(joined) >= $limits.u05.agencies
WITH child, work, joined,
  // fragment meetings_held: begin
  COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
    ORDER BY one.on DESC, one.id
  }
  // fragment meetings_held: end
  AS held
WITH child, work, joined, held, joined[$limits.u05.agencies - 1] AS several
RETURN child.id AS child_id, CASE WHEN held[0].on > several THEN held[0].on ELSE several END AS since, NULL AS until,
  [] AS others, [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    + [one IN held[..1] | {type: 'Meeting', id: one.id, on: one.on}] AS evidence,
  toString(size(joined)) + ' agencies work with the child, and ' + CASE WHEN held = [] THEN 'no meeting about them has been held.'
    ELSE 'they last met on ' + toString(held[0].on) + '.' END AS reason

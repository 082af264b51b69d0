// Agencies stopped working with the child one after another, without a meeting.
// @signal    U26
// @access    read
// @source    Services withdrawn from resistant families; stepping down re-forms the team (domain.md 4.1 and 4.2).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @threshold agencies 2 count  How many agencies are a cascade.
// @threshold within 30 days  How near their ends lie.
// @threshold looked_back 26 weeks  How long it is worth a look.
// @lapses    looked_back
// @shows     past
// @ends      A meeting is held, or half a year passes.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the second of the ends that lie near each other.
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
  // fragment past_work: begin
  COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.end <= $today AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      AND NOT who.id IN veiled
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.tier <> 'universal'
    MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
    RETURN {
      id: seat.id, who: who.id, place: place.id, agency: agency.id, end: seat.end, end_reason: seat.end_reason,
      start: coalesce(seat.start, date(seat.recorded_at))
    } AS one
    ORDER BY one.end DESC, one.id
  }
  // fragment past_work: end
  AS past
WITH child, veiled, COLLECT {
    UNWIND past AS one
    WITH one.agency AS agency, one
    ORDER BY one.end DESC, one.id
    WITH agency, collect(one)[0] AS last
    WHERE NOT agency IN [current IN work | current.agency]
    RETURN {id: last.id, day: last.end} AS ended
    ORDER BY ended.day DESC, ended.id
  } AS ended
WHERE size(ended) >= $limits.u26.agencies
WITH child, veiled, ended[0].day AS last, [one IN ended WHERE one.day > ended[0].day - duration({days: $limits.u26.within})] AS left
WHERE size(left) >= $limits.u26.agencies
WITH child, left, left[size(left) - $limits.u26.agencies].day AS since, left[size(left) - 1].day AS first,
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
WHERE NOT any(one IN held WHERE one.on >= first)
RETURN child.id AS child_id, since, left[0].day AS until, [] AS others,
  [one IN left | {type: 'INVOLVED_WITH', id: one.id, on: one.day}] AS evidence,
  toString(size(left)) + ' agencies stopped working with the child within ' + toString($limits.u26.within)
    + ' days, and no meeting has been held since.' AS reason

// Somebody works with the child who was neither asked to the last meeting nor came.
// @signal    U07
// @access    read
// @source    Those who work with the child belong at the table (domain.md 4.1; Working Together on conferences).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @ends      They come to the next meeting, are invited to one, or no longer work with the child.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the meeting. Of a meeting of which no names are held nothing is known. Whoever began after it could not have been asked; whoever is asked to the next one is not missing.
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
WHERE work <> []
WITH child, work,
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
WHERE held <> []
MATCH (meeting:Meeting)
WHERE meeting.id = held[0].id
WITH child, work, held[0] AS last, COLLECT {
    MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
    RETURN who.id AS id
  } AS there, COLLECT {
    MATCH (who:Practitioner)-[:INVITED_TO|CHAIRS]->(next:Meeting)-[:ABOUT]->(child)
    WHERE next.state = 'planned' AND next.planned_on >= $today AND next.custodian = child.custodian
    RETURN who.id AS id
  } AS invited
WHERE there <> []
WITH child, last, [one IN work WHERE one.start <= last.on AND NOT one.who IN there + invited
  AND EXISTS { MATCH (who:Practitioner) WHERE who.id = one.who }] AS missing
WHERE missing <> []
RETURN child.id AS child_id, last.on AS since, NULL AS until, [] AS others,
  [{type: 'Meeting', id: last.id, on: last.on}] + [one IN missing | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE size(missing) WHEN 1 THEN 'One person who works with the child was' ELSE toString(size(missing))
    + ' people who work with the child were' END + ' neither asked to the meeting on ' + toString(last.on) + ' nor came.' AS reason

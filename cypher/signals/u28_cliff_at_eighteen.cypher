// The young person is nearly eighteen and has targeted support that may end with childhood.
// @signal    U28
// @access    read
// @source    Transition at 18; the index kept records to 25 only by consent (domain.md 4.3; SI 2007/2182).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold from_age 210 months  From which age on it is time to plan (seventeen and a half).
// @ends      The targeted work ends, or they turn eighteen.
// @missing   Whether the young person has decided to stay on record to 25 is not held yet.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since they were so old, or since the work began. Birthdays come with the nightly scan.
// fragment those_worked_with: begin
UNWIND $among.places AS post
MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$($owner))
WHERE seat.custodian = $custodian AND seat.service_id = post AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_worked_with: end
WITH child
WHERE child.born + duration({months: $limits.u28.from_age}) <= $today AND child.born + duration({years: 18}) > $today
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
WITH child, work, child.born + duration({months: $limits.u28.from_age}) AS nearly
RETURN child.id AS child_id, CASE WHEN work[0].start > nearly THEN work[0].start ELSE nearly END AS since,
  child.born + duration({years: 18}) AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  'The young person turns eighteen on ' + toString(child.born + duration({years: 18}))
    + ', and targeted work with them goes on.' AS reason

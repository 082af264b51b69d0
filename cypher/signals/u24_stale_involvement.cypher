// Somebody is on the child's team of whom nobody has said for months that they still are.
// @signal    U24
// @access    read
// @source    Records must be kept right (domain.md 2, regulation 11; 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold confirmed_within 180 days  How long a confirmation is good.
// @begins    confirmed_within
// @ends      The involvement is confirmed again, or ended.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which it was last confirmed; a closed account counts from the day it was closed.
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
WHERE work <> []
WITH child, COLLECT {
    UNWIND work AS one
    OPTIONAL MATCH (who:Practitioner)-[:HAS_ACCOUNT]->(account:Account)
    WHERE who.id = one.who
    WITH one, collect(account) AS accounts
    WITH one, CASE WHEN accounts <> [] AND all(account IN accounts WHERE account.state = 'closed')
      THEN date(accounts[0].recorded_at) END AS closed, coalesce(one.confirmed_on, one.start) AS confirmed
    RETURN {
      id: one.id, start: one.start, confirmed: confirmed, closed: closed,
      day: CASE WHEN closed < confirmed + duration({days: $limits.u24.confirmed_within})
        THEN closed - duration({days: $limits.u24.confirmed_within}) ELSE confirmed END
    } AS stale
    ORDER BY stale.day, stale.start, stale.id
  } AS stale
RETURN child.id AS child_id, stale[0].day AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: stale[0].id, on: stale[0].start}] AS evidence,
  CASE WHEN stale[0].day <> stale[0].confirmed THEN 'Somebody is on the team whose account is closed.'
    ELSE 'An involvement was last confirmed on ' + toString(stale[0].confirmed) + ', more than '
      + toString($limits.u24.confirmed_within) + ' days ago.' END AS reason

// A service closed within days while another agency had something open.
// @signal    U19
// @access    read
// @source    Closed after six days (domain.md 4.2, Sara Sharif review).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements, indications
// @threshold lasted 7 days  How short an involvement is fast.
// @shows     past, indications
// @ends      What is open is closed, or the service works with the child again.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the day on which the service closed.
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
WITH child, veiled,
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
WHERE alarms <> []
WITH child, veiled, alarms,
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
WITH child, head([pair IN COLLECT {
    UNWIND past AS closed
    UNWIND alarms AS alarm
    WITH closed, alarm
    WHERE closed.end <= closed.start + duration({days: $limits.u19.lasted}) AND alarm.day <= closed.end
      AND NOT closed.agency IN alarm.agencies AND NOT EXISTS {
        MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
        WHERE seat.service_id = closed.place AND (seat.end IS NULL OR seat.end > $today)
          AND coalesce(seat.end_reason, '') <> 'recorded_in_error' AND NOT who.id IN veiled
      }
    RETURN {closed: closed, alarm: alarm} AS pair
    ORDER BY closed.end, closed.id, alarm.day, alarm.id
  } | pair]) AS pair
WHERE pair IS NOT NULL
RETURN child.id AS child_id, pair.closed.end AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: pair.closed.id, on: pair.closed.end}, {type: 'HAS_CONCERN', id: pair.alarm.id, on: pair.alarm.day}]
    AS evidence,
  'A service closed after ' + toString(duration.inDays(pair.closed.start, pair.closed.end).days)
    + ' days, while another agency had something open that is open still.' AS reason

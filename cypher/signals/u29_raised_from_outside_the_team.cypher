// Somebody outside the team raised something, and the lead has not said that they have read it.
// @signal    U29
// @access    read
// @source    Contacts elsewhere reach the social worker within a day (domain.md 5, CP-IS).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     indications
// @threshold answered_within 1 working_days  How long the lead may take to read it.
// @begins    answered_within
// @shows     past, indications, lead
// @ends      The lead acknowledges it, or it is closed.
// @missing   In which area something happened is not held: an indication by somebody outside the team is the nearest.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which it was raised, or the lead began.
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
  // fragment led_by: begin
  COLLECT {
    MATCH (who:Practitioner)-[leads:LEADS]->(child)
    WHERE leads.state = 'accepted' AND leads.custodian = child.custodian AND NOT who.id IN veiled
      AND (leads.start IS NULL OR leads.start <= $today) AND (leads.end IS NULL OR leads.end > $today)
      AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
    RETURN {id: leads.id, who: who.id, kind: leads.kind, start: coalesce(leads.start, date(leads.recorded_at))} AS one
    ORDER BY one.start, one.id
  }
  // fragment led_by: end
  AS led
WHERE led <> []
WITH child, led, [one IN alarms WHERE NOT EXISTS {
    MATCH (who:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE who.id = one.who AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  } AND NOT EXISTS {
    MATCH (lead:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE lead.id = led[0].who AND read.concern_id = one.id AND coalesce(read.end_reason, '') <> 'recorded_in_error'
  }] AS unread
WHERE unread <> []
WITH child, led, unread, CASE WHEN led[0].start > unread[0].day THEN led[0].start ELSE unread[0].day END AS day
RETURN child.id AS child_id, day AS since, NULL AS until, [] AS others,
  [one IN unread | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody who is not on the team raised something on ' + toString(unread[0].day) + ', and the lead has not acknowledged it.'
    AS reason

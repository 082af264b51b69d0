// Somebody leads who can no longer do so, and work with the child goes on.
// @signal    U02
// @access    read
// @source    The baton is held until a lead is named, and a lead works with the family (domain.md 4.1).
// @nations   England, Wales, Scotland, Northern Ireland
// @shows     lead, past
// @ends      Somebody who works with the child accepts to lead, or the lead works with the child again.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the lead's own work with the child ended, or since their account was closed, whichever was first; but not before
// they led, nor before the work that goes on began. That they never worked with the child is no evidence that they ceased.
// fragment those_led: begin
MATCH ()-[leads:LEADS]->(child:Child&$($owner))
WHERE leads.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_led: end
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
WHERE led <> [] AND work <> []
WITH child, work[0].start AS working, led[0] AS led
MATCH (lead:Practitioner)
WHERE lead.id = led.who
WITH child, working, led, lead,
  COLLECT {
    MATCH (lead)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN coalesce(seat.end, date('9999-12-31')) AS end
    ORDER BY end DESC
  } AS ends,
  COLLECT {
    MATCH (lead)-[:HAS_ACCOUNT]->(account:Account)
    RETURN {active: account.state = 'active', day: date(account.recorded_at)} AS one
    ORDER BY one.day DESC
  } AS accounts
WITH child, working, led,
  CASE WHEN ends[0] <= $today THEN ends[0] END AS left,
  CASE WHEN accounts <> [] AND none(one IN accounts WHERE one.active) THEN accounts[0].day END AS closed
WHERE left IS NOT NULL OR closed IS NOT NULL
WITH child, working, led, left, CASE WHEN left IS NULL OR closed < left THEN closed ELSE left END AS vacant
RETURN child.id AS child_id,
  reduce(latest = vacant, day IN [led.start, working] | CASE WHEN day > latest THEN day ELSE latest END) AS since, NULL AS until,
  [] AS others, [{type: 'LEADS', id: led.id, on: led.start}] AS evidence,
  CASE WHEN left IS NULL THEN 'The account of whoever leads is closed or suspended, and work with the child goes on.'
    ELSE 'Whoever leads no longer works with the child, and work with the child goes on.' END AS reason

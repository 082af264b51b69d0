// Whoever leads for the child leads for very many.
// @signal    U32
// @access    read
// @source    A lead needs time for each family (domain.md 4.1; caseload practice).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold children 30 count  For how many children one person can lead.
// @shows     lead
// @ends      The lead leads for fewer children, or somebody else leads for this one.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since they led for one more than that, or began to lead for this child.
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
WITH child, led[0] AS led
MATCH (lead:Practitioner)
WHERE lead.id = led.who
WITH child, led, COLLECT {
    MATCH (lead)-[other:LEADS]->(theirs:Child)
    WHERE other.state = 'accepted' AND other.custodian = child.custodian
      AND (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
      AND coalesce(other.end_reason, '') <> 'recorded_in_error'
    RETURN coalesce(other.start, date(other.recorded_at)) AS day
    ORDER BY day
  } AS days
WHERE size(days) > $limits.u32.children
WITH child, led, days, days[$limits.u32.children] AS many
RETURN child.id AS child_id, CASE WHEN led.start > many THEN led.start ELSE many END AS since, NULL AS until, [] AS others,
  [{type: 'LEADS', id: led.id, on: led.start}] AS evidence,
  'Whoever leads for the child leads for more than ' + toString($limits.u32.children) + ' children.' AS reason

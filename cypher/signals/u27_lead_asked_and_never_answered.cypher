// Somebody was asked to lead, and has neither agreed nor declined.
// @signal    U27
// @access    read
// @source    Disagreement and drift: support is offered when nobody agrees (domain.md 4.1; Working Together, escalation).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold answered_within 10 working_days  How long somebody may think it over.
// @begins    answered_within
// @shows     lead
// @ends      They accept or decline, or somebody else leads.
// @missing   Disputes between professionals and the stages of their escalation are not held: a lead asked for and never agreed is the nearest.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which they were asked.
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
WITH child, COLLECT {
    MATCH (who:Practitioner)-[asked:LEADS]->(child)
    WHERE asked.state = 'proposed' AND asked.custodian = child.custodian AND NOT who.id IN veiled
      AND (asked.start IS NULL OR asked.start <= $today) AND (asked.end IS NULL OR asked.end > $today)
      AND coalesce(asked.end_reason, '') <> 'recorded_in_error'
    RETURN {id: asked.id, day: coalesce(asked.start, date(asked.recorded_at))} AS one
    ORDER BY one.day, one.id
  } AS asked
WHERE asked <> []
RETURN child.id AS child_id, asked[0].day AS since, NULL AS until, [] AS others,
  [one IN asked | {type: 'LEADS', id: one.id, on: one.day}] AS evidence,
  'Somebody was asked on ' + toString(asked[0].day) + ' to lead, and has not answered.' AS reason

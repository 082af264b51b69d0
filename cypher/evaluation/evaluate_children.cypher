// The signals for named children, all in one statement: written by graph-service check --write from cypher/signals/.
// @access    read
// @seek
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     children: whom; signals: the codes that this authority has evaluated
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason, code
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U01' IN $among.signals
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
WHERE size(joined) >= $limits.u01.agencies
WITH child, work, joined, COLLECT {
    MATCH (who:Practitioner)-[leads:LEADS]->(child)
    WHERE leads.state = 'accepted' AND leads.custodian = child.custodian AND NOT who.id IN veiled
      AND (leads.start IS NULL OR leads.start <= $today) AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
    RETURN coalesce(leads.end, date('9999-12-31')) AS end
    ORDER BY end DESC
  } AS led
WHERE led = [] OR led[0] <= $today
WITH child, work, joined, joined[$limits.u01.agencies - 1] AS several, led[0] AS ended
RETURN child.id AS child_id, CASE WHEN ended > several THEN ended ELSE several END AS since, NULL AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  toString(size(joined)) + ' agencies work with the child, and nobody leads.' AS reason, 'U01' AS code

// A second agency joined some time ago, and still nobody leads.
// @signal    U04
// @access    read
// @source    The lead is agreed at the first meeting of the team around the child (domain.md 4.1).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @threshold agencies 2 count  From how many agencies on somebody should lead.
// @threshold agreed_within 20 working_days  How long the team has to agree who leads.
// @begins    agreed_within
// @ends      Somebody accepts to lead the team, or only one agency goes on working with the child.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which the second agency began, or on which the last lead ended.
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
  // fragment joined: begin
  COLLECT {
    UNWIND work AS one
    WITH one.agency AS agency, min(one.start) AS day
    ORDER BY day, agency
    RETURN day
  }
  // fragment joined: end
  AS joined
WHERE size(joined) >= $limits.u04.agencies
WITH child, work, joined, COLLECT {
    MATCH (who:Practitioner)-[leads:LEADS]->(child)
    WHERE leads.state = 'accepted' AND leads.custodian = child.custodian AND NOT who.id IN veiled
      AND (leads.start IS NULL OR leads.start <= $today) AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
    RETURN coalesce(leads.end, date('9999-12-31')) AS end
    ORDER BY end DESC
  } AS led
WHERE led = [] OR led[0] <= $today
WITH child, work, joined, joined[$limits.u04.agencies - 1] AS several, led[0] AS ended
RETURN child.id AS child_id, CASE WHEN ended > several THEN ended ELSE several END AS since, NULL AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  toString(size(joined)) + ' agencies work with the child, and for ' + toString($limits.u04.agreed_within)
    + ' working days or more nobody has led.' AS reason

// A team has the child open, and nobody of the team works with the child.
// @signal    U33
// @access    read
// @source    Unallocated cases (model.md, U33).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @ends      Somebody of the team is recorded as working with the child, or the team closes.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the team opened, or the last of its people stopped.
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
WITH child, veiled, COLLECT {
    MATCH (team:Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND team.tier <> 'universal' AND NOT team.id IN veiled
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    WITH seat, COLLECT {
        MATCH (who:Practitioner)-[own:INVOLVED_WITH]->(child)
        WHERE own.service_id = team.id AND own.custodian = child.custodian AND own.start <= $today AND NOT who.id IN veiled
          AND coalesce(own.end_reason, '') <> 'recorded_in_error'
        RETURN coalesce(own.end, date('9999-12-31')) AS end
        ORDER BY end DESC
      } AS ends
    WHERE ends = [] OR ends[0] <= $today
    RETURN {
      id: seat.id, start: seat.start,
      day: CASE WHEN ends <> [] AND ends[0] > seat.start THEN ends[0] ELSE coalesce(seat.start, date(seat.recorded_at)) END
    } AS one
    ORDER BY one.day, one.id
  } AS unallocated
WHERE unallocated <> []
RETURN child.id AS child_id, unallocated[0].day AS since, NULL AS until, [] AS others,
  [one IN unallocated | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE size(unallocated) WHEN 1 THEN 'A team has the child open' ELSE toString(size(unallocated)) + ' teams have the child open' END
    + ', and nobody of it works with the child.' AS reason

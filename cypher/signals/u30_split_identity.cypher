// Another record may be of the same child, and different people work with each.
// @signal    U30
// @access    read
// @source    Duplicates split what is known (domain.md 2, matching trials; 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @ends      The two records are merged, or it is settled that they are of two children.
// @missing   Only records of the same authority are compared; a record elsewhere is for the data teams.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the doubt was recorded.
// fragment those_doubted: begin
MATCH (child:Child&$($owner))-[pair:POSSIBLY_SAME_AS]-(:Child)
WHERE pair.custodian = $custodian AND pair.state = 'open' AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_doubted: end
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
WITH child, veiled, work, COLLECT {
    MATCH (child)-[pair:POSSIBLY_SAME_AS]-(twin:Child)
    WHERE pair.state = 'open' AND twin.custodian = child.custodian AND twin.died_on IS NULL AND NOT twin:Held
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(twin)
    WHERE seat.custodian = twin.custodian AND (seat.start IS NULL OR seat.start <= $today)
      AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND (place.tier = 'additional' OR place.tier = 'sensitive' AND $whole)
      AND ($whole OR NOT EXISTS {
          MATCH (who)-[held:WORKS_IN]->(base:Service)
          WHERE base.tier = 'sensitive' AND (held.end IS NULL OR held.end > seat.start)
        })
    WITH pair, twin, collect(who.id) AS theirs
    WHERE none(one IN work WHERE one.who IN theirs)
    RETURN {id: pair.id, child: twin.id, day: date(pair.recorded_at)} AS one
    ORDER BY one.day, one.id
  } AS twins
WHERE twins <> []
RETURN child.id AS child_id, twins[0].day AS since, NULL AS until, COLLECT { UNWIND twins AS one RETURN DISTINCT one.child } AS others,
  [one IN twins | {type: 'POSSIBLY_SAME_AS', id: one.id, on: one.day}] AS evidence,
  'Another record here may be of the same child, and different people work with each of the two.' AS reason

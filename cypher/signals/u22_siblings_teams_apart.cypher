// Brothers and sisters have teams that share no agency, or one has something raised and the other nobody.
// @signal    U22
// @access    read
// @source    A whole-family approach (domain.md 4.2, the Panel 2022 to 2023).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements, indications
// @shows     past, family, indications
// @ends      One agency works with both, or what was raised is closed.
// @missing   Only brothers and sisters whom the same authority keeps are compared.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since both had work; of something raised, since it was.
// fragment those_worked_with_or_indicated: begin
CALL () {
  UNWIND $among.places AS post
  MATCH ()-[seat:INVOLVED_WITH]->(found:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = post
  RETURN found
  UNION
  MATCH ()-[raised:HAS_CONCERN]->(found:Child&$($owner))
  WHERE raised.custodian = $custodian
  RETURN found
  UNION
  MATCH (referral:Referral)-[:ABOUT]->(found:Child&$($owner))
  WHERE referral.custodian = $custodian
  RETURN found
}
WITH found AS child
WHERE child.died_on IS NULL AND NOT child:Held
// fragment those_worked_with_or_indicated: end
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
WHERE work <> [] OR alarms <> []
WITH child, work, alarms,
  // fragment siblings_of: begin
  COLLECT {
    MATCH (child)<-[one:CARES_FOR]-(carer:Carer)-[other:CARES_FOR]->(sibling:Child)
    WHERE sibling <> child AND sibling.custodian = child.custodian AND sibling.died_on IS NULL AND NOT sibling:Held
      AND all(care IN [one, other] WHERE care.custodian = child.custodian
        AND care.capacity IN ['parent', 'kinship', 'special_guardian']
        AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
        AND coalesce(care.end_reason, '') <> 'recorded_in_error')
      AND NOT carer:Held
      AND NOT EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
      AND NOT EXISTS { (carer)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
      AND NOT EXISTS { (sibling)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    RETURN DISTINCT sibling
  }
  // fragment siblings_of: end
  AS siblings
WITH child, work, alarms, COLLECT {
    UNWIND siblings AS sibling
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(sibling)
    WHERE seat.custodian = sibling.custodian AND (seat.start IS NULL OR seat.start <= $today)
      AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND (place.tier = 'additional' OR place.tier = 'sensitive' AND $whole)
      AND ($whole OR NOT EXISTS {
          MATCH (who)-[held:WORKS_IN]->(base:Service)
          WHERE base.tier = 'sensitive' AND (held.end IS NULL OR held.end > seat.start)
        })
    MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
    RETURN {child: sibling.id, id: seat.id, agency: agency.id, start: coalesce(seat.start, date(seat.recorded_at))} AS one
    ORDER BY one.start, one.id
  } AS theirs, [sibling IN siblings | sibling.id] AS ids
WITH child, work, alarms, theirs, [id IN ids WHERE work <> [] AND any(one IN theirs WHERE one.child = id)
    AND none(one IN theirs WHERE one.child = id AND one.agency IN [mine IN work | mine.agency])] AS apart,
  [id IN ids WHERE alarms <> [] AND none(one IN theirs WHERE one.child = id)] AS alone
WHERE apart <> [] OR alone <> []
WITH child, work, alarms, apart, alone, head([one IN theirs WHERE one.child IN apart]) AS first
RETURN child.id AS child_id,
  CASE WHEN apart = [] THEN alarms[0].day WHEN first.start > work[0].start THEN first.start ELSE work[0].start END AS since,
  NULL AS until, CASE WHEN apart <> [] THEN apart ELSE alone END AS others,
  CASE WHEN apart = [] THEN [{type: 'HAS_CONCERN', id: alarms[0].id, on: alarms[0].day}]
    ELSE [{type: 'INVOLVED_WITH', id: work[0].id, on: work[0].start}, {type: 'INVOLVED_WITH', id: first.id, on: first.start}]
  END AS evidence,
  CASE WHEN apart <> [] THEN 'The teams of brothers or sisters share no agency.'
    ELSE 'Something was raised about the child, and nobody targeted works with a brother or sister.' END AS reason

// An adult of the home is on one child's record and not on the other's, or only one carer was ever recorded.
// @signal    U23
// @access    read
// @source    Unseen adults in the household (domain.md 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold carers 2 count  How many carers a record should know of.
// @shows     family, address
// @ends      The adult is recorded as a carer of the child, or another carer is.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since it was so while somebody targeted worked with the child.
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
WHERE work <> []
WITH child, work,
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
WITH child, work, COLLECT {
    UNWIND siblings AS sibling
    MATCH (sibling)<-[care:CARES_FOR]-(adult:Carer)-[lives:LIVES_AT]->(home:Household)<-[stay:LIVES_AT]-(child)
    WHERE home.kind = 'private' AND NOT adult:Held AND care.custodian = child.custodian
      AND all(fact IN [care, lives, stay] WHERE (fact.start IS NULL OR fact.start <= $today)
        AND (fact.end IS NULL OR fact.end > $today) AND coalesce(fact.end_reason, '') <> 'recorded_in_error')
      AND NOT EXISTS { MATCH (adult)-[own:CARES_FOR]->(child) WHERE coalesce(own.end_reason, '') <> 'recorded_in_error' }
      AND NOT EXISTS { (adult)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    RETURN {
      child: sibling.id, id: care.id,
      day: reduce(latest = coalesce(care.start, date(care.recorded_at)), fact IN [lives, stay] |
        CASE WHEN fact.start > latest THEN fact.start ELSE latest END)
    } AS one
    ORDER BY one.day, one.id
  } AS unseen, COLLECT {
    MATCH (carer:Carer)-[care:CARES_FOR]->(child)
    WHERE care.custodian = child.custodian AND coalesce(care.end_reason, '') <> 'recorded_in_error'
    RETURN DISTINCT {carer: carer.id, id: care.id, day: coalesce(care.start, date(care.recorded_at))} AS one
  } AS cared
WHERE unseen <> [] OR size(COLLECT { UNWIND cared AS one RETURN DISTINCT one.carer }) < $limits.u23.carers
WITH child, work, unseen, cared
RETURN child.id AS child_id, CASE WHEN unseen <> [] THEN CASE WHEN unseen[0].day > work[0].start THEN unseen[0].day
    ELSE work[0].start END ELSE work[0].start END AS since, NULL AS until,
  COLLECT { UNWIND unseen AS one RETURN DISTINCT one.child } AS others,
  CASE WHEN unseen <> [] THEN [one IN unseen | {type: 'CARES_FOR', id: one.id, on: one.day}]
    ELSE [one IN cared | {type: 'CARES_FOR', id: one.id, on: one.day}] END AS evidence,
  CASE WHEN unseen <> [] THEN 'Somebody who lives with the child cares for a brother or sister, and is not on this record.'
    ELSE 'Fewer than ' + toString($limits.u23.carers) + ' carers were ever recorded for the child.' END AS reason

// Two people lead where the family needs one.
// @signal    U03
// @access    read
// @source    One lead professional for the whole family (domain.md 4.1); different kinds on siblings do not compete (model.md).
// @nations   England, Wales, Scotland, Northern Ireland
// @shows     lead, family, address
// @ends      One of the two leads for the family, or they lead in different ways.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the later of two leads began, and of siblings also not before they came to live in one private home, because that
// is one family.
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
WITH child, veiled, led,
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
WITH child, led, COLLECT {
    UNWIND siblings AS sibling
    MATCH (child)-[mine:LIVES_AT]->(home:Household)<-[theirs:LIVES_AT]-(sibling)
    WHERE home.kind = 'private' AND all(stay IN [mine, theirs] WHERE (stay.start IS NULL OR stay.start <= $today)
        AND (stay.end IS NULL OR stay.end > $today) AND coalesce(stay.end_reason, '') <> 'recorded_in_error')
    MATCH (who:Practitioner)-[leads:LEADS]->(sibling)
    WHERE leads.state = 'accepted' AND leads.custodian = child.custodian AND NOT who.id IN veiled
      AND (leads.start IS NULL OR leads.start <= $today) AND (leads.end IS NULL OR leads.end > $today)
      AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
      AND ($whole OR NOT EXISTS {
          MATCH (who)-[held:WORKS_IN]->(base:Service)
          WHERE base.tier = 'sensitive' AND (held.end IS NULL OR held.end >= coalesce(leads.start, held.end))
        } AND NOT EXISTS {
          MATCH (who)-[seat:INVOLVED_WITH]->(sibling)
          MATCH (post:Service)
          WHERE post.id = seat.service_id AND post.tier = 'sensitive' AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
        })
    WITH sibling, who, leads, [day IN [mine.start, theirs.start] WHERE day IS NOT NULL] AS came
    WHERE any(one IN led WHERE one.kind = leads.kind AND one.who <> who.id)
    WITH sibling, leads, coalesce(leads.start, date(leads.recorded_at)) AS start, came
    RETURN DISTINCT {
      child: sibling.id, id: leads.id, start: start,
      day: reduce(latest = start, day IN came + [led[0].start] | CASE WHEN day > latest THEN day ELSE latest END)
    } AS other
    ORDER BY other.day, other.id
  } AS other_leads
WHERE size(led) > 1 OR other_leads <> []
WITH child, led, other_leads, coalesce(led[1].start, other_leads[0].day) AS since
RETURN child.id AS child_id, since, NULL AS until,
  COLLECT { UNWIND other_leads AS one RETURN DISTINCT one.child } AS others,
  [one IN led + other_leads | {type: 'LEADS', id: one.id, on: one.start}] AS evidence,
  CASE WHEN size(led) > 1 THEN toString(size(led)) + ' people lead for this child.'
    ELSE 'Brothers or sisters in one home have different leads of the same kind.' END AS reason

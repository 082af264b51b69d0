// Ten of the signals for named children, in one statement: written by graph-service check --write from cypher/signals/.
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
WHERE 'U30' IN $among.signals
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
  'Another record here may be of the same child, and different people work with each of the two.' AS reason, 'U30' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U31' IN $among.signals
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
    MATCH (who:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.state = 'asserted' AND NOT who.id IN veiled
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN {id: seat.id, day: date(seat.recorded_at), start: seat.start} AS one
    ORDER BY one.day, one.id
  } AS waiting
WHERE waiting <> []
WITH child, waiting, CASE WHEN waiting[0].start < waiting[0].day THEN waiting[0].start ELSE waiting[0].day END AS asked
RETURN child.id AS child_id, asked AS since, NULL AS until, [] AS others,
  [one IN waiting | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  'Somebody has said since ' + toString(asked) + ' that they work with the child, and nobody has confirmed it.' AS reason, 'U31' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U32' IN $among.signals
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
  'Whoever leads for the child leads for more than ' + toString($limits.u32.children) + ' children.' AS reason, 'U32' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U33' IN $among.signals
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
    + ', and nobody of it works with the child.' AS reason, 'U33' AS code

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
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U02' IN $among.signals
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
WHERE led <> [] AND work <> []
WITH child, work[0].start AS working, led[0] AS led
MATCH (lead:Practitioner)
WHERE lead.id = led.who
WITH child, working, led, lead,
  COLLECT {
    MATCH (lead)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN coalesce(seat.end, date('9999-12-31')) AS end
    ORDER BY end DESC
  } AS ends,
  COLLECT {
    MATCH (lead)-[:HAS_ACCOUNT]->(account:Account)
    RETURN {active: account.state = 'active', day: date(account.recorded_at)} AS one
    ORDER BY one.day DESC
  } AS accounts
WITH child, working, led,
  CASE WHEN ends[0] <= $today THEN ends[0] END AS left,
  CASE WHEN accounts <> [] AND none(one IN accounts WHERE one.active) THEN accounts[0].day END AS closed
WHERE left IS NOT NULL OR closed IS NOT NULL
WITH child, working, led, left, CASE WHEN left IS NULL OR closed < left THEN closed ELSE left END AS vacant
RETURN child.id AS child_id,
  reduce(latest = vacant, day IN [led.start, working] | CASE WHEN day > latest THEN day ELSE latest END) AS since, NULL AS until,
  [] AS others, [{type: 'LEADS', id: led.id, on: led.start}] AS evidence,
  CASE WHEN left IS NULL THEN 'The account of whoever leads is closed or suspended, and work with the child goes on.'
    ELSE 'Whoever leads no longer works with the child, and work with the child goes on.' END AS reason, 'U02' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U03' IN $among.signals
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
    ELSE 'Brothers or sisters in one home have different leads of the same kind.' END AS reason, 'U03' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U04' IN $among.signals
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
    + ' working days or more nobody has led.' AS reason, 'U04' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U05' IN $among.signals
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
WHERE size(joined) >= $limits.u05.agencies
WITH child, work, joined,
  // fragment meetings_held: begin
  COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
    ORDER BY one.on DESC, one.id
  }
  // fragment meetings_held: end
  AS held
WITH child, work, joined, held, joined[$limits.u05.agencies - 1] AS several
RETURN child.id AS child_id, CASE WHEN held[0].on > several THEN held[0].on ELSE several END AS since, NULL AS until,
  [] AS others, [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    + [one IN held[..1] | {type: 'Meeting', id: one.id, on: one.on}] AS evidence,
  toString(size(joined)) + ' agencies work with the child, and ' + CASE WHEN held = [] THEN 'no meeting about them has been held.'
    ELSE 'they last met on ' + toString(held[0].on) + '.' END AS reason, 'U05' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U06' IN $among.signals
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
WITH child, veiled, work[0].start AS working,
  // fragment meetings_held: begin
  COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
    ORDER BY one.on DESC, one.id
  }
  // fragment meetings_held: end
  AS held
WHERE held <> [] AND (held[0].next_on IS NULL OR held[0].next_on < $today) AND NOT EXISTS {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'planned' AND meeting.planned_on >= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
  }
WITH child, working, held[0] AS last, coalesce(held[0].next_on + duration({days: 1}), held[0].on) AS due
RETURN child.id AS child_id, CASE WHEN working > due THEN working ELSE due END AS since, NULL AS until, [] AS others,
  [{type: 'Meeting', id: last.id, on: last.on}] AS evidence,
  CASE WHEN last.next_on IS NULL THEN 'The meeting on ' + toString(last.on) + ' set no day for the next, and none is planned.'
    ELSE 'The next meeting was to be on ' + toString(last.next_on) + ', and none has been held or planned since.' END AS reason, 'U06' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U07' IN $among.signals
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
  // fragment meetings_held: begin
  COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
    ORDER BY one.on DESC, one.id
  }
  // fragment meetings_held: end
  AS held
WHERE held <> []
MATCH (meeting:Meeting)
WHERE meeting.id = held[0].id
WITH child, work, held[0] AS last, COLLECT {
    MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
    RETURN who.id AS id
  } AS there, COLLECT {
    MATCH (who:Practitioner)-[:INVITED_TO|CHAIRS]->(next:Meeting)-[:ABOUT]->(child)
    WHERE next.state = 'planned' AND next.planned_on >= $today AND next.custodian = child.custodian
    RETURN who.id AS id
  } AS invited
WHERE there <> []
WITH child, last, [one IN work WHERE one.start <= last.on AND NOT one.who IN there + invited
  AND EXISTS { MATCH (who:Practitioner) WHERE who.id = one.who }] AS missing
WHERE missing <> []
RETURN child.id AS child_id, last.on AS since, NULL AS until, [] AS others,
  [{type: 'Meeting', id: last.id, on: last.on}] + [one IN missing | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE size(missing) WHEN 1 THEN 'One person who works with the child was' ELSE toString(size(missing))
    + ' people who work with the child were' END + ' neither asked to the meeting on ' + toString(last.on) + ' nor came.' AS reason, 'U07' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U08' IN $among.signals
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
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE made.custodian = child.custodian AND made.state <> 'abandoned' AND NOT who.id IN veiled
      AND coalesce(made.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: made.id, kind: made.kind, day: made.started_on,
      agencies: COLLECT {
        MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE (step.start IS NULL OR step.start <= made.started_on)
          AND (step.end IS NULL OR step.end > made.started_on)]->()){1,6} (agency:Agency)
        RETURN DISTINCT agency.id AS id
      }
    } AS one
    ORDER BY one.day DESC, one.id
  } AS made
WITH child, COLLECT {
    UNWIND made AS later
    UNWIND made AS earlier
    WITH later, earlier
    WHERE earlier.kind = later.kind AND earlier.id <> later.id
      AND (earlier.day < later.day OR earlier.day = later.day AND earlier.id < later.id)
      AND later.day < earlier.day + duration({months: $limits.u08.within})
      AND none(agency IN later.agencies WHERE agency IN earlier.agencies)
    RETURN {later: later, earlier: earlier} AS pair
    ORDER BY later.day, earlier.day DESC, later.id, earlier.id
  } AS pairs
WHERE pairs <> []
WITH child, reduce(run = NULL, pair IN pairs | CASE
    WHEN pair.later.day > run.until + duration({months: $limits.u08.within}) OR run IS NULL
      THEN {since: pair.later.day, until: pair.earlier.day, pair: pair}
    WHEN pair.earlier.day > run.until THEN {since: run.since, until: pair.earlier.day, pair: pair}
    ELSE run
  END) AS run
WITH child, run, run.pair AS pair
RETURN child.id AS child_id, run.since AS since, run.until AS until, [] AS others,
  [one IN [pair.earlier, pair.later] | {type: 'ASSESSED', id: one.id, on: one.day}] AS evidence,
  'Two agencies each made an assessment of the same kind (' + replace(pair.later.kind, '_', ' ') + ') within '
    + toString($limits.u08.within) + ' months.' AS reason, 'U08' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U09' IN $among.signals
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
WITH child, work, COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE made.custodian = child.custodian AND made.state <> 'abandoned' AND NOT who.id IN veiled
      AND coalesce(made.end_reason, '') <> 'recorded_in_error'
    RETURN {id: made.id, day: made.started_on, open: made.state = 'in_progress' AND made.completed_on IS NULL} AS one
    ORDER BY one.day, one.id
  } AS made
WITH child, work, made, [one IN made WHERE one.open] AS unfinished
WHERE unfinished <> [] OR made = [] AND size(work) >= $limits.u09.targeted
RETURN child.id AS child_id, coalesce(unfinished[0].day, work[$limits.u09.targeted - 1].start) AS since, NULL AS until,
  [] AS others, CASE WHEN made = [] THEN [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    ELSE [one IN unfinished[..1] | {type: 'ASSESSED', id: one.id, on: one.day}] END AS evidence,
  CASE WHEN made = [] THEN toString(size(work)) + ' people or services work with the child, and in '
      + toString($limits.u09.finished_within) + ' working days nobody has begun an assessment.'
    ELSE 'An assessment has been open for ' + toString($limits.u09.finished_within) + ' working days or more.' END AS reason, 'U09' AS code

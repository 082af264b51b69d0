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
WHERE led <> [] AND any(one IN work WHERE one.who <> led[0].who)
WITH child, work, led[0] AS led
MATCH (lead:Practitioner)
WHERE lead.id = led.who
WITH child, led, lead,
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
WITH child, led,
  CASE WHEN ends = [] THEN led.start WHEN ends[0] <= $today THEN ends[0] END AS left,
  CASE WHEN accounts <> [] AND none(one IN accounts WHERE one.active) THEN accounts[0].day END AS closed
WHERE left IS NOT NULL OR closed IS NOT NULL
RETURN child.id AS child_id, CASE WHEN left IS NULL OR closed < left THEN closed ELSE left END AS since, NULL AS until,
  [] AS others, [{type: 'LEADS', id: led.id, on: led.start}] AS evidence,
  CASE WHEN left IS NULL THEN 'The account of whoever leads is closed or suspended, and others still work with the child.'
    ELSE 'Whoever leads no longer works with the child, and others still do.' END AS reason, 'U02' AS code
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
          WHERE base.tier = 'sensitive' AND (held.end IS NULL OR held.end > $today)
        })
    WITH sibling, who, leads
    WHERE any(one IN led WHERE one.kind = leads.kind AND one.who <> who.id)
    RETURN DISTINCT {child: sibling.id, id: leads.id, start: coalesce(leads.start, date(leads.recorded_at))} AS other
    ORDER BY other.start, other.id
  } AS other_leads
WHERE size(led) > 1 OR other_leads <> []
WITH child, led, other_leads, coalesce(led[1].start, CASE WHEN other_leads[0].start > led[0].start THEN other_leads[0].start
    ELSE led[0].start END) AS since
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
  toString(size(joined)) + ' agencies have worked with the child for more than ' + toString($limits.u04.agreed_within)
    + ' working days, and no lead has been agreed.' AS reason, 'U04' AS code
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
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        })
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
WITH child, veiled,
  // fragment meetings_held: begin
  COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'held' AND meeting.held_on <= $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        })
    RETURN {id: meeting.id, on: meeting.held_on, next_on: meeting.next_on} AS one
    ORDER BY one.on DESC, one.id
  }
  // fragment meetings_held: end
  AS held
WHERE held <> [] AND (held[0].next_on IS NULL OR held[0].next_on < $today) AND NOT EXISTS {
    MATCH (next:Meeting)-[about:ABOUT]->(child)
    WHERE next.state = 'planned' AND next.planned_on >= $today AND next.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(next.end_reason, '') <> 'recorded_in_error'
  }
WITH child, held[0] AS last
RETURN child.id AS child_id, coalesce(last.next_on + duration({days: 1}), last.on) AS since, NULL AS until, [] AS others,
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
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        })
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
  } + COLLECT {
    MATCH (who:Practitioner)-[:INVITED_TO|CHAIRS]->(next:Meeting)-[:ABOUT]->(child)
    WHERE next.state = 'planned' AND next.planned_on >= $today
    RETURN who.id AS id
  } AS asked
WITH child, last, [one IN work WHERE one.start <= last.on AND NOT one.who IN asked
  AND EXISTS { MATCH (who:Practitioner) WHERE who.id = one.who }] AS missing
WHERE missing <> []
RETURN child.id AS child_id, last.on AS since, NULL AS until, [] AS others,
  [{type: 'Meeting', id: last.id, on: last.on}] + [one IN missing | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE size(missing) WHEN 1 THEN 'One person who works' ELSE toString(size(missing)) + ' people who work' END
    + ' with the child was neither asked to the meeting on ' + toString(last.on) + ' nor came.' AS reason, 'U07' AS code
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
        MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE step.end IS NULL OR step.end > made.started_on]->()){1,6} (agency:Agency)
        RETURN DISTINCT agency.id AS id
      }
    } AS one
    ORDER BY one.day DESC, one.id
  } AS made
WITH child, head(COLLECT {
    UNWIND made AS later
    UNWIND made AS earlier
    WITH later, earlier
    WHERE earlier.kind = later.kind AND earlier.id <> later.id
      AND (earlier.day < later.day OR earlier.day = later.day AND earlier.id < later.id)
      AND later.day < earlier.day + duration({months: $limits.u08.within})
      AND none(agency IN later.agencies WHERE agency IN earlier.agencies)
    RETURN {later: later, earlier: earlier} AS pair
    ORDER BY earlier.day DESC, later.day, later.id
  }) AS pair
WHERE pair IS NOT NULL
RETURN child.id AS child_id, pair.later.day AS since, pair.earlier.day AS until, [] AS others,
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
WHERE size(work) >= $limits.u09.targeted
WITH child, work, COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE made.custodian = child.custodian AND made.state <> 'abandoned' AND NOT who.id IN veiled
      AND coalesce(made.end_reason, '') <> 'recorded_in_error'
    RETURN {id: made.id, day: made.started_on, open: made.state = 'in_progress' AND made.completed_on IS NULL} AS one
    ORDER BY one.day, one.id
  } AS made
WITH child, work, made, [one IN made WHERE one.open] AS unfinished
WHERE made = [] OR unfinished <> []
RETURN child.id AS child_id, coalesce(unfinished[0].day, work[$limits.u09.targeted - 1].start) AS since, NULL AS until,
  [] AS others, CASE WHEN made = [] THEN [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    ELSE [one IN unfinished[..1] | {type: 'ASSESSED', id: one.id, on: one.day}] END AS evidence,
  CASE WHEN made = [] THEN toString(size(work)) + ' targeted involvements, and no assessment in '
      + toString($limits.u09.finished_within) + ' working days.'
    ELSE 'An assessment has been open for more than ' + toString($limits.u09.finished_within) + ' working days.' END AS reason, 'U09' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U10' IN $among.signals
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
WITH child, veiled, head(COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'cancelled' AND meeting.custodian = child.custodian AND meeting.planned_on IS NOT NULL
      AND NOT coalesce(meeting.cancel_reason, '') IN ['no_longer_needed', 'with_another_meeting', 'planned_twice', 'moved_away']
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        })
    RETURN meeting
    ORDER BY meeting.planned_on DESC, meeting.id
  }) AS cancelled
WHERE cancelled IS NOT NULL AND NOT EXISTS {
    MATCH (later:Meeting)-[about:ABOUT]->(child)
    WHERE later.state IN ['planned', 'held'] AND later.custodian = child.custodian
      AND coalesce(later.held_on, later.planned_on) >= cancelled.planned_on
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(later.end_reason, '') <> 'recorded_in_error'
  }
WITH child, cancelled, date(cancelled.recorded_at) AS said
RETURN child.id AS child_id, CASE WHEN said < cancelled.planned_on THEN said ELSE cancelled.planned_on END AS since,
  NULL AS until, [] AS others, [{type: 'Meeting', id: cancelled.id, on: cancelled.planned_on}] AS evidence,
  'The meeting of ' + toString(cancelled.planned_on) + ' was cancelled, and no later one has been planned or held.' AS reason, 'U10' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U11' IN $among.signals
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
WITH child, [one IN alarms WHERE one.kind = 'information_to_share' AND NOT EXISTS {
    MATCH (reader:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE read.concern_id = one.id AND reader.id <> one.who AND NOT reader.id IN veiled
      AND coalesce(read.end_reason, '') <> 'recorded_in_error'
  } AND EXISTS {
    MATCH (other:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE other.id <> one.who AND (seat.end IS NULL OR seat.end > $today) AND NOT other.id IN veiled
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  }] AS unheard
WHERE unheard <> []
RETURN child.id AS child_id, unheard[0].day AS since, NULL AS until, [] AS others,
  [one IN unheard | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody has had information to share since ' + toString(unheard[0].day) + ', and nobody has acknowledged it.' AS reason, 'U11' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U12' IN $among.signals
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
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND raised.kind = 'taking_action' AND raised.closed_at IS NULL
      AND NOT who.id IN veiled AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: raised.id, raised: date(raised.raised_at),
      day: CASE WHEN raised.version > 1 THEN date(raised.recorded_at) ELSE date(raised.raised_at) END
    } AS one
    ORDER BY one.day, one.id
  } AS quiet
WHERE quiet <> []
RETURN child.id AS child_id, quiet[0].day AS since, NULL AS until, [] AS others,
  [one IN quiet | {type: 'HAS_CONCERN', id: one.id, on: one.raised}] AS evidence,
  'Somebody has been taking action since ' + toString(quiet[0].raised) + ', and nothing has been said of it for '
    + toString($limits.u12.quiet) + ' days.' AS reason, 'U12' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U13' IN $among.signals
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
WHERE size(alarms) > 1
WITH child, head(COLLECT {
    UNWIND alarms AS first
    UNWIND alarms AS second
    WITH first, second
    WHERE first.who <> second.who AND (first.day < second.day OR first.day = second.day AND first.id < second.id)
      AND second.day <= first.day + duration({days: $limits.u13.within})
      AND first.agencies <> [] AND second.agencies <> [] AND none(agency IN first.agencies WHERE agency IN second.agencies)
      AND NOT EXISTS {
        MATCH (one:Practitioner)-[spoke:SPOKE_WITH]-(other:Practitioner)
        WHERE one.id = first.who AND other.id = second.who AND spoke.child_id = child.id
          AND coalesce(spoke.end_reason, '') <> 'recorded_in_error'
      }
      AND NOT EXISTS {
        MATCH (one:Practitioner)-[:ATTENDED]->(meeting:Meeting)<-[:ATTENDED]-(other:Practitioner)
        WHERE one.id = first.who AND other.id = second.who AND meeting.held_on >= first.day
          AND EXISTS { (meeting)-[:ABOUT]->(child) }
      }
    RETURN {first: first, second: second} AS pair
    ORDER BY second.day, second.id, first.id
  }) AS pair
WHERE pair IS NOT NULL
RETURN child.id AS child_id, pair.second.day AS since, NULL AS until, [] AS others,
  [one IN [pair.first, pair.second] | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Two agencies each raised something within ' + toString($limits.u13.within) + ' days, and no conversation or meeting of '
    + 'theirs about the child is known.' AS reason, 'U13' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U14' IN $among.signals
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
WHERE work = [] AND child.address_state = 'current'
WITH child, veiled,
  // fragment past_work: begin
  COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.end <= $today AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      AND NOT who.id IN veiled
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.tier <> 'universal'
    MATCH (place) (()-[:PART_OF]->()){1,5} (agency:Agency)
    RETURN {
      id: seat.id, who: who.id, place: place.id, agency: agency.id, end: seat.end, end_reason: seat.end_reason,
      start: coalesce(seat.start, date(seat.recorded_at))
    } AS one
    ORDER BY one.end DESC, one.id
  }
  // fragment past_work: end
  AS past
WHERE past <> [] AND past[0].end_reason = 'moved_away'
RETURN child.id AS child_id, past[0].end AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: past[0].id, on: past[0].end}] AS evidence,
  'The last targeted work ended on ' + toString(past[0].end) + ' because the child moved away; the record still says that the '
    + 'child lives here, and nobody has taken over.' AS reason, 'U14' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U15' IN $among.signals
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
    MATCH (child)-[home:LIVES_AT]->(:Household)
    WHERE home.custodian = child.custodian AND home.start <= $today
      AND home.start > $today - duration({months: $limits.u15.within})
      AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    RETURN {id: home.id, day: home.start} AS one
    ORDER BY one.day, one.id
  } AS moves
WHERE size(moves) >= $limits.u15.addresses
RETURN child.id AS child_id, moves[$limits.u15.addresses - 1].day AS since,
  moves[size(moves) - $limits.u15.addresses].day AS until, [] AS others,
  [one IN moves | {type: 'LIVES_AT', id: one.id, on: one.day}] AS evidence,
  'The child has come to ' + toString(size(moves)) + ' homes within ' + toString($limits.u15.within) + ' months.' AS reason, 'U15' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U16' IN $among.signals
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
WHERE child.address_state IN ['last_known', 'none']
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
WITH child, work, alarms, COLLECT {
    MATCH (child)-[home:LIVES_AT]->(:Household)
    WHERE home.end <= $today AND coalesce(home.end_reason, '') <> 'recorded_in_error'
    RETURN home.end AS end
    ORDER BY end DESC
  } AS ends
WITH child, work, alarms, coalesce(ends[0], date(child.recorded_at)) AS lost,
  reduce(least = date('9999-12-31'), day IN [one IN work | one.start] + [one IN alarms | one.day] |
    CASE WHEN day < least THEN day ELSE least END) AS open
RETURN child.id AS child_id, CASE WHEN open > lost THEN open ELSE lost END AS since, NULL AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}]
    + [one IN alarms | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  CASE child.address_state WHEN 'none' THEN 'No address of the child is known' ELSE 'Only a last known address is held' END
    + ', and work with the child or something raised is open.' AS reason, 'U16' AS code

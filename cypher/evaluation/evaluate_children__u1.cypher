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
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN meeting
    ORDER BY meeting.planned_on DESC, meeting.id
  }) AS cancelled
WHERE cancelled IS NOT NULL AND NOT EXISTS {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state IN ['planned', 'held'] AND meeting.custodian = child.custodian
      AND (coalesce(meeting.held_on, meeting.planned_on) >= cancelled.planned_on
        OR meeting.planned_on >= $today AND meeting.state = 'planned')
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
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
WITH child, veiled, [one IN alarms WHERE one.kind = 'information_to_share' AND NOT EXISTS {
    MATCH (reader:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE read.concern_id = one.id AND reader.id <> one.who AND NOT reader.id IN veiled
      AND coalesce(read.end_reason, '') <> 'recorded_in_error'
      AND EXISTS {
        MATCH (reader)-[tie:INVOLVED_WITH|LEADS]->(child)
        WHERE coalesce(tie.end_reason, '') <> 'recorded_in_error' AND (tie.start IS NULL OR tie.start <= date(read.at))
          AND (tie.end IS NULL OR tie.end >= date(read.at))
      }
  }] AS silent
WHERE silent <> []
WITH child, COLLECT {
    UNWIND silent AS one
    MATCH (other:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE other.id <> one.who AND seat.custodian = child.custodian AND NOT other.id IN veiled
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    WITH one, min(coalesce(seat.start, date(seat.recorded_at))) AS joined
    RETURN {id: one.id, day: one.day, from: CASE WHEN joined > one.day THEN joined ELSE one.day END} AS unheard
    ORDER BY unheard.from, unheard.day, unheard.id
  } AS unheard
WHERE unheard <> []
RETURN child.id AS child_id, unheard[0].from AS since, NULL AS until, [] AS others,
  [one IN unheard | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody has had information to share since ' + toString(unheard[0].day) + ', and nobody else who works with the child has '
    + 'acknowledged it.' AS reason, 'U11' AS code
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
        WHERE one.id = first.who AND other.id = second.who AND spoke.child_id = child.id AND spoke.on >= first.day
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
WHERE any(one IN past WHERE one.end = past[0].end AND one.end_reason = 'moved_away')
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
    MATCH (child)-[home:LIVES_AT]->(place:Household)
    WHERE home.custodian = child.custodian AND home.start <= $today
      AND coalesce(home.end_reason, '') <> 'recorded_in_error'
      // Where somebody hides today is not counted, for anybody: its number would be told.
      AND NOT EXISTS {
        MATCH (place) (()<-[other:LIVES_AT]-()
            WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
              AND coalesce(other.end_reason, '') <> 'recorded_in_error'
          ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
        WHERE guard.end IS NULL OR guard.end > $today
      }
    RETURN {id: home.id, day: home.start, place: place.id} AS one
    ORDER BY one.day, one.id
  } AS stays
WITH child, [at IN range(0, size(stays) - 1) WHERE at = 0 OR stays[at].place <> stays[at - 1].place | stays[at]] AS moves
WITH child, moves, [at IN range($limits.u15.addresses - 1, size(moves) - 1) |
    {until: moves[at - $limits.u15.addresses + 1].day, since: moves[at].day}] AS spans
WITH child, moves, reduce(run = NULL, span IN [one IN spans
    WHERE one.since < one.until + duration({months: $limits.u15.within})] | CASE
    WHEN span.since > run.until + duration({months: $limits.u15.within}) OR run IS NULL THEN span
    ELSE {since: run.since, until: span.until}
  END) AS run
WHERE run.until > $today - duration({months: $limits.u15.within})
WITH child, run, [one IN moves WHERE one.day >= run.until] AS moves
RETURN child.id AS child_id, run.since AS since, run.until AS until, [] AS others,
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
    WHERE home.custodian = child.custodian AND home.end <= $today AND coalesce(home.end_reason, '') <> 'recorded_in_error'
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
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U17' IN $among.signals
WITH child, COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND (seat.start IS NULL OR seat.start <= $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.kind IN ['school', 'nursery', 'gp_practice', 'health_visiting']
    RETURN {kind: place.kind, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.end DESC
  } AS known, child.born + duration({years: $limits.u17.school_from}) AS school_age
WITH child, known, school_age,
  CASE WHEN NOT any(one IN known WHERE one.kind = 'gp_practice' AND one.end > $today) THEN ['gp_practice'] ELSE [] END
  + CASE WHEN school_age <= $today AND child.born + duration({years: $limits.u17.school_to}) > $today
      AND NOT any(one IN known WHERE one.kind = 'school' AND one.end > $today) THEN ['school'] ELSE [] END
  + CASE WHEN child.born + duration({years: $limits.u17.health_visitor_to}) > $today
      AND NOT any(one IN known WHERE one.kind = 'health_visiting' AND one.end > $today) THEN ['health_visiting'] ELSE [] END
  AS missing
WHERE missing <> []
WITH child, missing, reduce(least = $today, kind IN missing | CASE
    WHEN head([one IN known WHERE one.kind = kind]) IS NOT NULL
      AND head([one IN known WHERE one.kind = kind]).end < least THEN head([one IN known WHERE one.kind = kind]).end
    WHEN head([one IN known WHERE one.kind = kind]) IS NOT NULL THEN least
    WHEN kind = 'school' AND school_age < least THEN school_age
    WHEN kind <> 'school' AND child.born < least THEN child.born
    ELSE least
  END) AS since
RETURN child.id AS child_id, since, NULL AS until, [] AS others, [{type: 'Child', id: child.id, on: child.born}] AS evidence,
  'No ' + reduce(words = '', kind IN missing | words + CASE words WHEN '' THEN '' ELSE ' and no ' END
    + CASE kind WHEN 'gp_practice' THEN 'doctor' WHEN 'school' THEN 'school' ELSE 'health visitor' END)
    + ' is known for the child.' AS reason, 'U17' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U18' IN $among.signals
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
    MATCH (school:Service)-[seat:INVOLVED_WITH]->(child)
    WHERE school.kind = 'school' AND seat.custodian = child.custodian
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN {id: seat.id, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.end DESC
  } AS schools
WHERE schools <> [] AND schools[0].end <= $today
WITH child, schools[0] AS last, COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND NOT who.id IN veiled
      AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {type: 'HAS_CONCERN', id: raised.id, on: date(raised.raised_at)} AS one
    UNION
    MATCH (referral:Referral)-[about:ABOUT]->(child)
    WHERE referral.custodian = child.custodian AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(referral.end_reason, '') <> 'recorded_in_error'
    RETURN {type: 'Referral', id: referral.id, on: referral.received_on} AS one
  } AS raised
WITH child, last, [one IN raised WHERE one.on <= last.end AND last.end <= one.on + duration({days: $limits.u18.within})] AS before
WHERE before <> []
RETURN child.id AS child_id, last.end AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: last.id, on: last.end}] + before AS evidence,
  'The child left school on ' + toString(last.end) + ', within ' + toString($limits.u18.within)
    + ' days of a concern or a referral, and no other school is known.' AS reason, 'U18' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U19' IN $among.signals
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
WHERE alarms <> []
WITH child, veiled, alarms,
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
WITH child, head([pair IN COLLECT {
    UNWIND past AS closed
    UNWIND alarms AS alarm
    WITH closed, alarm
    WHERE closed.end <= closed.start + duration({days: $limits.u19.lasted}) AND alarm.day <= closed.end
      AND NOT closed.agency IN alarm.agencies AND NOT EXISTS {
        MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
        WHERE seat.service_id = closed.place AND (seat.end IS NULL OR seat.end > $today)
          AND coalesce(seat.end_reason, '') <> 'recorded_in_error' AND NOT who.id IN veiled
      }
    RETURN {closed: closed, alarm: alarm} AS pair
    ORDER BY closed.end, closed.id, alarm.day, alarm.id
  } | pair]) AS pair
WHERE pair IS NOT NULL
RETURN child.id AS child_id, pair.closed.end AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: pair.closed.id, on: pair.closed.end}, {type: 'HAS_CONCERN', id: pair.alarm.id, on: pair.alarm.day}]
    AS evidence,
  'A service closed after ' + toString(duration.inDays(pair.closed.start, pair.closed.end).days)
    + ' days, while another agency had something open that is open still.' AS reason, 'U19' AS code

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
WHERE 'U20' IN $among.signals
WITH child, COLLECT {
    MATCH (referral:Referral)-[about:ABOUT]->(child)
    WHERE referral.custodian = child.custodian AND referral.received_on <= $today
      AND referral.received_on > $today - duration({months: $limits.u20.within})
      AND coalesce(referral.end_reason, '') <> 'recorded_in_error' AND coalesce(about.end_reason, '') <> 'recorded_in_error'
    RETURN {id: referral.id, day: referral.received_on} AS one
    ORDER BY one.day, one.id
  } AS received
WHERE size(received) >= $limits.u20.referrals
RETURN child.id AS child_id, received[$limits.u20.referrals - 1].day AS since,
  received[size(received) - $limits.u20.referrals].day AS until, [] AS others,
  [one IN received | {type: 'Referral', id: one.id, on: one.day}] AS evidence,
  toString(size(received)) + ' referrals were received within ' + toString($limits.u20.within) + ' months.' AS reason, 'U20' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U21' IN $among.signals
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
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.start <= $today AND NOT who.id IN veiled
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.tier <> 'universal'
    RETURN {id: seat.id, who: who.id, place: place.id, start: seat.start, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.start, one.id
  } AS seats
WITH child, seats, COLLECT { UNWIND seats AS one RETURN DISTINCT one.place } AS places
WITH child, COLLECT {
    UNWIND places AS place
    WITH place, [one IN seats WHERE one.place = place] AS theirs
    // An episode begins where nobody of the service had been at work until then.
    WITH place, theirs, [one IN theirs WHERE one.start > $today - duration({months: $limits.u21.begun_within})
      AND none(other IN theirs WHERE other.start < one.start AND other.end > one.start)
      AND none(other IN theirs WHERE other.start = one.start AND other.id < one.id)] AS begun,
      [one IN theirs WHERE one.start > $today - duration({months: $limits.u21.workers_within})
      AND none(other IN theirs WHERE other.who = one.who AND other.start < one.start
        AND other.start > $today - duration({months: $limits.u21.workers_within}))] AS workers
    WHERE size(begun) >= $limits.u21.episodes OR size(workers) >= $limits.u21.workers
    RETURN {
      begun: begun, workers: workers, again: size(begun) >= $limits.u21.episodes,
      since: CASE WHEN size(begun) >= $limits.u21.episodes THEN begun[$limits.u21.episodes - 1].start
        ELSE workers[$limits.u21.workers - 1].start END,
      until: CASE WHEN size(begun) >= $limits.u21.episodes
        THEN begun[size(begun) - $limits.u21.episodes].start + duration({months: $limits.u21.begun_within})
        ELSE workers[size(workers) - $limits.u21.workers].start + duration({months: $limits.u21.workers_within}) END
    } AS found
    ORDER BY found.since, place
  } AS found
WHERE found <> []
WITH child, found[0] AS found
RETURN child.id AS child_id, found.since AS since, found.until AS until, [] AS others,
  [one IN CASE WHEN found.again THEN found.begun ELSE found.workers END |
    {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE WHEN found.again THEN 'One service has begun with the child ' + toString(size(found.begun)) + ' times in '
      + toString($limits.u21.begun_within) + ' months.'
    ELSE toString(size(found.workers)) + ' workers of one service began with the child in '
      + toString($limits.u21.workers_within) + ' months.' END AS reason, 'U21' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U22' IN $among.signals
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
    ELSE 'Something was raised about the child, and nobody targeted works with a brother or sister.' END AS reason, 'U22' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U23' IN $among.signals
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
    ELSE 'Fewer than ' + toString($limits.u23.carers) + ' carers were ever recorded for the child.' END AS reason, 'U23' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U24' IN $among.signals
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
WITH child, COLLECT {
    UNWIND work AS one
    OPTIONAL MATCH (who:Practitioner)-[:HAS_ACCOUNT]->(account:Account)
    WHERE who.id = one.who
    WITH one, collect(account) AS accounts
    WITH one, CASE WHEN accounts <> [] AND all(account IN accounts WHERE account.state = 'closed')
      THEN date(accounts[0].recorded_at) END AS closed, coalesce(one.confirmed_on, one.start) AS confirmed
    RETURN {
      id: one.id, start: one.start, confirmed: confirmed, closed: closed,
      day: CASE WHEN closed < confirmed + duration({days: $limits.u24.confirmed_within})
        THEN closed - duration({days: $limits.u24.confirmed_within}) ELSE confirmed END
    } AS stale
    ORDER BY stale.day, stale.start, stale.id
  } AS stale
RETURN child.id AS child_id, stale[0].day AS since, NULL AS until, [] AS others,
  [{type: 'INVOLVED_WITH', id: stale[0].id, on: stale[0].start}] AS evidence,
  CASE WHEN stale[0].day <> stale[0].confirmed THEN 'Somebody is on the team whose account is closed.'
    ELSE 'An involvement was last confirmed on ' + toString(stale[0].confirmed) + ', more than '
      + toString($limits.u24.confirmed_within) + ' days ago.' END AS reason, 'U24' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U25' IN $among.signals
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
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'planned' AND meeting.planned_on < $today AND meeting.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN {id: meeting.id, day: meeting.planned_on} AS one
    ORDER BY one.day, one.id
  } AS missed
WHERE size(missed) >= $limits.u25.missed
RETURN child.id AS child_id, missed[$limits.u25.missed - 1].day + duration({days: 1}) AS since, NULL AS until, [] AS others,
  [one IN missed | {type: 'Meeting', id: one.id, on: one.day}] AS evidence,
  toString(size(missed)) + ' planned meetings have passed, and nobody has said whether they were held.' AS reason, 'U25' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U26' IN $among.signals
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
WITH child, veiled, COLLECT {
    UNWIND past AS one
    WITH one.agency AS agency, one
    ORDER BY one.end DESC, one.id
    WITH agency, collect(one)[0] AS last
    WHERE NOT agency IN [current IN work | current.agency]
    RETURN {id: last.id, day: last.end} AS ended
    ORDER BY ended.day DESC, ended.id
  } AS ended
WHERE size(ended) >= $limits.u26.agencies
WITH child, veiled, ended[0].day AS last, [one IN ended WHERE one.day > ended[0].day - duration({days: $limits.u26.within})] AS left
WHERE size(left) >= $limits.u26.agencies
WITH child, left, left[size(left) - $limits.u26.agencies].day AS since, left[size(left) - 1].day AS first,
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
WHERE NOT any(one IN held WHERE one.on >= first)
RETURN child.id AS child_id, since, left[0].day AS until, [] AS others,
  [one IN left | {type: 'INVOLVED_WITH', id: one.id, on: one.day}] AS evidence,
  toString(size(left)) + ' agencies stopped working with the child within ' + toString($limits.u26.within)
    + ' days, and no meeting has been held since.' AS reason, 'U26' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U27' IN $among.signals
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
    MATCH (who:Practitioner)-[asked:LEADS]->(child)
    WHERE asked.state = 'proposed' AND asked.custodian = child.custodian AND NOT who.id IN veiled
      AND (asked.start IS NULL OR asked.start <= $today) AND (asked.end IS NULL OR asked.end > $today)
      AND coalesce(asked.end_reason, '') <> 'recorded_in_error'
    RETURN {id: asked.id, day: coalesce(asked.start, date(asked.recorded_at))} AS one
    ORDER BY one.day, one.id
  } AS asked
WHERE asked <> []
RETURN child.id AS child_id, asked[0].day AS since, NULL AS until, [] AS others,
  [one IN asked | {type: 'LEADS', id: one.id, on: one.day}] AS evidence,
  'Somebody was asked on ' + toString(asked[0].day) + ' to lead, and has not answered.' AS reason, 'U27' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U28' IN $among.signals
WITH child
WHERE child.born + duration({months: $limits.u28.from_age}) <= $today AND child.born + duration({years: 18}) > $today
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
WITH child, work, child.born + duration({months: $limits.u28.from_age}) AS nearly
RETURN child.id AS child_id, CASE WHEN work[0].start > nearly THEN work[0].start ELSE nearly END AS since,
  child.born + duration({years: 18}) AS until, [] AS others,
  [one IN work | {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  'The young person turns eighteen on ' + toString(child.born + duration({years: 18}))
    + ', and targeted work with them goes on.' AS reason, 'U28' AS code
UNION ALL
// fragment these: begin
UNWIND $among.children AS asked
MATCH (child:Child&$($owner))
WHERE child.id = asked AND child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment these: end
WITH child
WHERE 'U29' IN $among.signals
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
WITH child, led, [one IN alarms WHERE NOT EXISTS {
    MATCH (who:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE who.id = one.who AND (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  } AND NOT EXISTS {
    MATCH (lead:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE lead.id = led[0].who AND read.concern_id = one.id AND coalesce(read.end_reason, '') <> 'recorded_in_error'
  }] AS unread
WHERE unread <> []
WITH child, led, unread, CASE WHEN led[0].start > unread[0].day THEN led[0].start ELSE unread[0].day END AS day
RETURN child.id AS child_id, day AS since, NULL AS until, [] AS others,
  [one IN unread | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody who is not on the team raised something on ' + toString(unread[0].day) + ', and the lead has not acknowledged it.'
    AS reason, 'U29' AS code

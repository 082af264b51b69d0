// What came of asking somebody to lead.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   budget   map    how many children this sign-in may open in a day: children
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   fact     map    practitioner, facts: kind, start; baton is the id of the hand that holds it meanwhile
// @returns verdict, level, rule, id, version, at, custodian, child
//
// Until they accept, whoever leads goes on leading; where nobody does, the one who asks holds the baton. Neither
// opens anything.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'propose_lead'
WITH look
// fragment standing: begin
// fragment caller: begin
OPTIONAL MATCH (me:Practitioner)
WHERE me.id >= $look.by AND me.id <= $look.by
WITH look, me,
  EXISTS {
    MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
    WHERE account.subject = $look.subject AND account.role = $look.role AND account.custodian = $look.authority
      AND account.state = 'active'
  } AS active,
  COLLECT {
    MATCH (me)-[held:WORKS_IN]->(place:Service)
    WHERE (held.start IS NULL OR held.start <= $today) AND (held.end IS NULL OR held.end > $today)
      AND coalesce(held.end_reason, '') <> 'recorded_in_error'
    RETURN place.id
  } AS mine,
  COLLECT {
    MATCH (me)-[listed:MAY_SEE]->(shield:Protection)
    WHERE listed.end IS NULL OR listed.end > $today
    RETURN shield.id
  } AS cleared,
  COLLECT {
    MATCH (me)-[managed:MANAGES]->(:Service) (()<-[:PART_OF]-(:Service)){0,4} (team)
    WHERE $sees.manages
      AND (managed.start IS NULL OR managed.start <= $today) AND (managed.end IS NULL OR managed.end > $today)
      AND coalesce(managed.end_reason, '') <> 'recorded_in_error'
    RETURN DISTINCT team.id AS id
  } AS teams
// fragment caller: end
OPTIONAL MATCH (child:Child&$any($scope.open))
WHERE child.id >= $look.asked AND child.id <= $look.asked
WITH look, me, child, active, mine, cleared, teams,
  // fragment spent: begin
  COLLECT {
    MATCH (earlier:Disclosure)
    WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier.opened IS NOT NULL
    RETURN DISTINCT earlier.opened AS opened
  }
  // fragment spent: end
  AS spent,
  // fragment ties: begin
  COLLECT {
    MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
    WHERE own.state IN ['accepted', 'confirmed', 'asserted'] AND (own.custodian = child.custodian OR own:INVOLVED_WITH)
      AND (own.start IS NULL OR own.start <= $today) AND (own.end IS NULL OR own.end > $today)
      AND coalesce(own.end_reason, '') <> 'recorded_in_error'
    // Another authority's word for its own people is no more than theirs: nobody raises their own level.
    // What only they themselves have said of themselves opens nothing at all.
    RETURN CASE
        WHEN own:LEADS THEN 'leads'
        WHEN own.custodian = child.custodian AND own.state = 'confirmed' THEN 'confirmed'
        WHEN own.recorded_by <> $look.by THEN 'asserted'
        ELSE 'own word'
      END AS tie
    UNION
    MATCH (me)-[chair:CHAIRS]->(meeting:Meeting)-[about:ABOUT]->(child)
    WHERE $sees.chairs AND chair.custodian = child.custodian AND meeting.custodian = child.custodian
      AND about.custodian = child.custodian AND coalesce(chair.end_reason, '') <> 'recorded_in_error'
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      AND (meeting.state = 'planned' OR meeting.state = 'held' AND meeting.next_on >= $today)
    RETURN 'chairs' AS tie
    UNION
    MATCH (:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.service_id IN teams AND seat.state = 'confirmed' AND seat.custodian = child.custodian
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN 'manages' AS tie
  }
  // fragment ties: end
  AS ties,
  // fragment shields: begin
  COLLECT {
    MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
        WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
          AND coalesce(home.end_reason, '') <> 'recorded_in_error'
      ){0,2} (covered)-[:PROTECTED_BY]->(shield:Protection)
    WHERE (shield.end IS NULL OR shield.end > $today)
      AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
    RETURN DISTINCT shield.kind AS kind
  }
  // fragment shields: end
  AS shields
WITH look, me, child, mine, 'shield' IN shields AS protected, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN NOT $look.asked IN spent AND size(spent) >= $budget.children THEN 'over_budget'
    ELSE
      // fragment rule: begin
      CASE
        WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
        WHEN 'leads' IN ties THEN 'leads'
        WHEN 'confirmed' IN ties THEN 'own_involvement'
        WHEN 'chairs' IN ties THEN 'chairs'
        WHEN 'manages' IN ties THEN 'manages'
        WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
        WHEN any(label IN labels(child) WHERE label IN $scope.kept) THEN 'record_keeping'
        WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
        WHEN any(label IN labels(child) WHERE label IN $scope.enacted) THEN 'enactment'
        // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
        WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
        ELSE 'none'
      END
      // fragment rule: end
  END AS rule
WITH look, me, child, mine, protected, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
WITH look, me, child, mine, protected, rule, level, CASE WHEN level <> 'none' THEN child END AS open
SET open._lock = true
WITH look, me, child, mine, protected, rule, level
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
WITH look, me, child, mine, protected, rule, level, earlier, CASE
    WHEN rule IN ['account_not_active', 'over_budget'] THEN rule
    WHEN level = 'none' THEN 'absent'
    WHEN earlier IS NULL THEN 'done'
    WHEN earlier.body = $attempt.body THEN 'replayed'
    ELSE 'key_reused'
  END AS verdict
// fragment standing: end
OPTIONAL MATCH (who:Practitioner)
WHERE who.id >= $fact.practitioner AND who.id <= $fact.practitioner
OPTIONAL MATCH (holder:Practitioner)-[now:LEADS]->(child)
WHERE now.current_child = child.id
OPTIONAL MATCH (:Practitioner)-[asked:LEADS]->(child)
WHERE asked.state = 'proposed' AND asked.end IS NULL AND coalesce(asked.end_reason, '') <> 'recorded_in_error'
WITH look, me, child, mine, rule, level, earlier, verdict, protected, who, now, count(asked) > 0 AS open,
  $fact.facts.kind AS kind
WITH look, me, child, rule, level, earlier, who, now.id AS replaces, child.custodian AS keeper, NULL AS there, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN level <> 'content' OR protected THEN 'absent'
    WHEN child.custodian <> $look.authority THEN 'not_custodian'
    WHEN NOT rule IN ['leads', 'office', 'manages'] THEN 'not_yours'
    WHEN who = me THEN 'own_level'
    // fragment fit: begin
    WHEN who IS NULL OR NOT EXISTS {
      MATCH (who)-[seat:INVOLVED_WITH]->(child)
      WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian
        AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
        AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
        AND EXISTS {
          MATCH (base:Service)
          WHERE base.id >= seat.service_id AND base.id <= seat.service_id AND (base.tier <> 'sensitive' OR base.id IN mine OR who = me)
        }
    } THEN 'not_involved'
    WHEN kind = 'child_protection'
      AND EXISTS { MATCH (desk:Authority) WHERE desk.code = child.custodian AND desk.nation = 'England' }
      AND NOT EXISTS {
        MATCH (who)-[post:WORKS_IN]->(:Service)
        WHERE post.role = 'social_worker' AND (post.start IS NULL OR post.start <= $today)
          AND (post.end IS NULL OR post.end > $today) AND coalesce(post.end_reason, '') <> 'recorded_in_error'
      } THEN 'not_a_social_worker'
    // fragment fit: end
    WHEN open THEN 'already_recorded'
    ELSE 'done'
  END AS verdict
OPTIONAL CALL (look, me, child, who, replaces, verdict) {
  WITH look, me, child, who, replaces, verdict
  WHERE verdict = 'done'
  CREATE (who)-[fact:LEADS]->(child)
  // fragment provenance: begin
  SET fact += $fact.facts, fact.id = $attempt.id, fact.custodian = $look.authority, fact.recorded_at = look.at,
    fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1
  // fragment provenance: end
  SET fact.state = 'proposed', fact.replaces = replaces
  WITH look, me, child, replaces, fact
  // fragment baton: begin
  CALL (look, me, child, replaces, fact) {
    OPTIONAL MATCH (me)-[held:LEADS]->(child)
    WHERE held.state = 'holding_baton' AND held.end IS NULL AND coalesce(held.end_reason, '') <> 'recorded_in_error'
    WITH look, me, child, replaces, fact, count(held) AS already
    FOREACH (_ IN CASE WHEN replaces IS NULL AND already = 0 THEN [1] ELSE [] END |
      CREATE (me)-[:LEADS {
        id: fact.id + '-baton', kind: fact.kind, state: 'holding_baton', start: $today, custodian: $look.authority,
        recorded_at: look.at, recorded_by: look.by, source: fact.source, version: 1
      }]->(child)
    )
    RETURN CASE WHEN replaces IS NULL AND already = 0
      THEN [{type: 'LEADS', id: fact.id + '-baton', version: 1}] ELSE [] END AS batons
  }
  // fragment baton: end
  RETURN [{type: 'LEADS', id: fact.id, version: fact.version}] + batons AS changes
}
// fragment answer: begin
CALL (look, child, verdict, changes) {
  WITH look, child, verdict, changes
  WHERE verdict = 'done'
  MERGE (counter:Counter {authority: child.custodian})
  SET counter._lock = true
  WITH look, child, changes, counter, coalesce(counter.last, 0) AS last
  UNWIND range(0, size(changes) - 1) AS place
  CREATE (:Change {
    key: $attempt.key + CASE place WHEN 0 THEN '' ELSE '-' + toString(place) END, body: $attempt.body,
    authority: child.custodian, sequence: last + place + 1, action: look.action, type: changes[place].type,
    fact_id: changes[place].id, version: changes[place].version, child_id: coalesce(changes[place].child_id, child.id), at: look.at, by: look.by
  })
  SET counter.last = last + size(changes)
}
WITH look, child, level, rule, earlier, verdict, keeper, there, changes, CASE WHEN level <> 'none' THEN child END AS open
REMOVE open._lock
WITH look, child, level, rule, verdict, keeper, CASE verdict
    WHEN 'done' THEN {id: changes[0].id, version: changes[0].version, at: look.at}
    WHEN 'replayed' THEN {id: earlier.fact_id, version: earlier.version, at: earlier.at}
    ELSE {id: there.id, version: there.version, at: NULL}
  END AS made
SET look.level = level, look.rule = rule, look.outcome = verdict,
  look.opened = CASE WHEN verdict IN ['done', 'replayed'] THEN child.id END,
  look.returned = CASE WHEN verdict IN ['done', 'replayed'] THEN [child.id, made.id] ELSE [] END,
  look.review = CASE verdict WHEN 'over_budget' THEN verdict END
RETURN verdict, level, rule, made.id AS id, made.version AS version, made.at AS at,
  head(COLLECT {
    MATCH (desk:Authority)
    WHERE verdict = 'not_custodian' AND desk.code = keeper
    RETURN {code: desk.code, name: desk.name, phone: desk.duty_phone} AS asked
  }) AS custodian,
  CASE WHEN verdict IN ['done', 'replayed'] AND level IN ['content', 'identity'] THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born
  } END AS child
// fragment answer: end

// What came of putting right who cares for a child, or how they are reached.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   budget   map    how many children this sign-in may open in a day: children
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   fact     map    carer, facts: what changes, renames: whether a name does
// @returns verdict, level, rule, id, version, at, custodian, child
//
// One who is a child here has the child's names, which are put right as a child's; their version is that child's readers'.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'amend_carer'
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
// fragment carer_of_child: begin
OPTIONAL MATCH (carer:Carer)-[care:CARES_FOR]->(child)
WHERE verdict = 'done' AND carer.id = $fact.carer
  // fragment cares_now: begin
  AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
  AND coalesce(care.end_reason, '') <> 'recorded_in_error'
  AND NOT carer:Held
  AND NOT EXISTS {
    MATCH (carer)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
    WHERE veil.end IS NULL OR veil.end > $today
  }
  // fragment cares_now: end
WITH look, me, child, protected, rule, level, earlier, verdict, head(collect(carer)) AS who
SET who._lock = true
// fragment carer_of_child: end
WITH look, child, who, level, rule, earlier, {id: who.id, version: CASE WHEN NOT who:Child THEN who.version END} AS there,
  // fragment keeper_of_carer: begin
  CASE WHEN child.custodian <> $look.authority THEN child.custodian ELSE who.custodian END
  // fragment keeper_of_carer: end
  AS keeper, CASE
    WHEN verdict <> 'done' THEN verdict
    // fragment carer_settled: begin
    WHEN level <> 'content' THEN 'record_not_yours'
    WHEN protected THEN 'absent'
    // fragment record_keeper: begin
    WHEN NOT (rule IN ['leads', 'office', 'record_keeping'] OR rule = 'manages' AND child.custodian = $look.authority)
      THEN 'record_not_yours'
    WHEN child.custodian <> $look.authority THEN CASE WHEN protected THEN 'record_not_yours' ELSE 'not_custodian' END
    // fragment record_keeper: end
    WHEN who IS NULL THEN 'absent'
    WHEN who.custodian <> $look.authority THEN
      CASE WHEN any(label IN labels(who) WHERE label IN $scope.agreed) THEN 'not_custodian' ELSE 'record_not_yours' END
    // fragment carer_settled: end
    WHEN who:Child AND $fact.renames THEN 'carer_is_child'
    WHEN who.version <> $attempt.version THEN 'stale'
    ELSE 'done'
  END AS verdict
OPTIONAL CALL (look, who, verdict) {
  WITH look, who AS fact
  WHERE verdict = 'done'
  // fragment amended: begin
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = fact.id,
    old.superseded_at = look.at, fact += $fact.facts, fact.recorded_at = look.at, fact.recorded_by = look.by,
    fact.version = fact.version + 1
  REMOVE fact._lock
  // fragment amended: end
  RETURN CASE
      WHEN fact:Child THEN [{type: 'Child', id: fact.id, version: fact.version, child_id: fact.id}]
      ELSE [{type: 'Carer', id: fact.id, version: fact.version}]
    END AS changes
}
REMOVE who._lock
WITH look, child, level, rule, earlier, verdict, keeper, there, changes
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

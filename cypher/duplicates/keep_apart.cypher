// What came of saying that two records are of two children.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @returns verdict, level, rule, id, version, at, custodian, child, state
//
// Nothing moves. What protected one of them and covered the other while nobody knew covers it no longer; where a shield did,
// two people say so. Numbers that both claim stay in conflict until the wrong one is ended.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'keep_apart'
WITH look
// fragment doubt: begin
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
OPTIONAL MATCH (one:(Child|Merged)&$any($scope.open))-[pair:POSSIBLY_SAME_AS]->(two:(Child|Merged)&$any($scope.open))
WHERE pair.id >= $look.asked AND pair.id <= $look.asked
WITH look, me, active, cleared, pair, one, two, any(label IN labels(one) WHERE label IN $scope.kept) AS is_first
WITH look, me, active, cleared, pair, CASE WHEN is_first THEN one ELSE two END AS ours, CASE WHEN is_first THEN two ELSE one END AS other
WITH look, me, active, pair, ours, other, COLLECT {
    UNWIND [ours, other] AS child
    UNWIND
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
      AS kind
    RETURN kind
  } AS shields
WITH look, me, pair, ours AS child, other, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN pair IS NULL OR shields <> [] OR NOT any(label IN labels(ours) WHERE label IN $scope.kept) THEN 'none'
    ELSE 'record_keeping'
  END AS rule
WITH look, me, pair, child, other, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
// fragment doubt: end
// fragment both_locked: begin
WITH look, me, pair, child, other, rule, level,
  [one IN [child, other] WHERE level <> 'none' AND one.id <= child.id AND one.id <= other.id] AS firsts
WITH look, me, pair, child, other, rule, level, firsts[0] AS first
SET first._lock = true
WITH look, me, pair, child, other, rule, level, first, CASE WHEN level <> 'none' THEN CASE first WHEN child THEN other ELSE child END END AS second
SET second._lock = true
WITH look, me, pair, child, other, rule, level, first, second, CASE WHEN level <> 'none' THEN pair END AS fact
SET fact._lock = true
// The locks are held until the end of the transaction all the same.
REMOVE fact._lock, first._lock, second._lock
WITH look, me, pair, child, other, rule, level
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
WITH look, me, pair, child, other, rule, level, earlier, CASE
    WHEN rule = 'account_not_active' THEN rule
    WHEN level = 'none' THEN 'absent'
    WHEN earlier IS NOT NULL THEN CASE earlier.body WHEN $attempt.body THEN 'replayed' ELSE 'key_reused' END
    WHEN pair.version <> $attempt.version THEN 'stale'
    ELSE 'done'
  END AS verdict
// fragment both_locked: end
WITH look, pair, child, other, rule, level, earlier, 'apart' AS word, verdict
WITH look, pair, child, other, rule, level, earlier, word,
  // fragment unsettled: begin
  CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN pair.state <> 'open' OR pair.decision = word AND look.by IN pair.decided_by THEN 'already_recorded'
    ELSE 'done'
  END
  // fragment unsettled: end
  AS verdict
OPTIONAL CALL (look, pair, child, other, word, verdict) {
  WITH look, pair, child, other, word, verdict
  WHERE verdict = 'done'
  // fragment agreed: begin
  WITH look, pair, child, other, word, CASE pair.decision WHEN word THEN pair.decided_for ELSE [] END + [$look.authority] AS bodies,
    CASE pair.decision WHEN word THEN pair.decided_by ELSE [] END AS said
  WITH look, pair, child, other, word, bodies, CASE WHEN look.by IN said THEN said ELSE said + [look.by] END AS people
  WITH look, pair, child, other, word, bodies, people,
    child.custodian IN bodies AND other.custodian IN bodies AND (size(people) > 1 OR NOT
      // fragment guarded: begin
      EXISTS {
        MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
            WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
              AND coalesce(home.end_reason, '') <> 'recorded_in_error'
          ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
        WHERE shield.end IS NULL OR shield.end > $today
      }
      // fragment guarded: end
    ) AS settled
  CREATE (old:Version)
  SET old = properties(pair), old.id = NULL, old.fact_id = pair.id, old.superseded_at = look.at, pair.decision = word,
    pair.decided_for = bodies, pair.decided_by = people, pair.recorded_at = look.at, pair.recorded_by = look.by,
    pair.version = pair.version + 1
  // fragment agreed: end
  SET pair.state = CASE WHEN settled THEN 'apart' ELSE 'open' END
  RETURN [{type: 'POSSIBLY_SAME_AS', id: pair.id, version: pair.version}] AS changes
}
WITH look, child, rule, level, earlier, verdict, changes, child.custodian AS keeper, {id: pair.id, version: pair.version} AS there
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
  ,
  // fragment pair_state: begin
  head(COLLECT {
    MATCH (:Child|Merged)-[pair:POSSIBLY_SAME_AS]-(:Child|Merged)
    WHERE pair.id >= made.id AND pair.id <= made.id
    RETURN pair.state AS state
  })
  // fragment pair_state: end
  AS state

// What came of saying that two records that were merged are of two children after all, or perhaps are.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @returns verdict, level, rule, id, version, at, custodian, child, state
//
// What came from the record that went goes back, also what its sender sent of it since; what was recorded of the merged
// child since stays where it is. The two are a pair again that waits for somebody, so a shield over one covers both.
// One person is enough: nobody sees more than before.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'unmerge_children'
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
WITH look, pair, child, other, rule, level, earlier, verdict,
  CASE pair.decision WHEN child.id THEN child ELSE other END AS kept, CASE pair.decision WHEN child.id THEN other ELSE child END AS gone
WITH look, pair, child, other, rule, level, earlier, kept, gone, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN pair.state <> 'merged' THEN 'already_recorded'
    WHEN kept:Merged THEN 'merged_since'
    ELSE 'done'
  END AS verdict
OPTIONAL CALL (look, pair, child, other, kept, gone, verdict) {
  WITH look, pair, child, other, kept, gone, verdict, true AS settled, pair.recorded_at AS merged_at
  WHERE verdict = 'done'
  CREATE (old:Version)
  SET old = properties(pair), old.id = NULL, old.fact_id = pair.id, old.superseded_at = look.at, pair.state = 'open',
    pair.decision = NULL, pair.decided_for = NULL, pair.decided_by = NULL, pair.recorded_at = look.at,
    pair.recorded_by = look.by, pair.version = pair.version + 1
  SET gone:Child
  FOREACH (_ IN CASE WHEN gone.was_carer THEN [1] ELSE [] END | SET gone:Carer)
  REMOVE gone:Merged, gone.was_carer
  WITH look, pair, other, kept, gone, settled, merged_at,
    [gone.id] + COLLECT { MATCH (gone)(()-[:POSSIBLY_SAME_AS {state: 'merged'}]-(:Merged)){1,5}(older:Merged) RETURN older.id AS id } AS origins
  CALL (kept, gone, origins) {
    WITH kept AS from, gone AS to, origins
    MATCH (from)-[old]-(there)
    WHERE old.merged_from IN origins OR there.merged_from IN origins
    WITH old, from, to, CASE WHEN old.merged_from <> to.id THEN old.merged_from END AS from_id
    // fragment carried: begin
    WITH old, type(old) AS kind, properties(old) AS said, startNode(old) = from AS leaves, to, from_id,
      CASE startNode(old) WHEN from THEN endNode(old) ELSE startNode(old) END AS there
    DELETE old
    WITH kind, said, leaves, to, from_id, there
    CALL (kind, said, leaves, to, there) {
      WITH kind, said, leaves, to, there
      WHERE leaves
      CREATE (to)-[made:$(kind)]->(there)
      SET made = said
      RETURN made
      UNION
      WITH kind, said, leaves, to, there
      WHERE NOT leaves
      CREATE (there)-[made:$(kind)]->(to)
      SET made = said
      RETURN made
    }
    SET made.merged_from = from_id
    // fragment carried: end
  }
  // Whose lead this merge ended; not one that an earlier merge into this record did.
  CALL (look, kept, gone, merged_at) {
    MATCH (:Practitioner)-[lead:LEADS]->(gone)
    WHERE lead.current_child = kept.id OR lead.end_reason = 'records_merged' AND lead.recorded_at = merged_at
    CREATE (old:Version)
    SET old = properties(lead), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = lead.id,
      old.superseded_at = look.at, lead.current_child = gone.id,
      lead.end = CASE lead.end_reason WHEN 'records_merged' THEN head(COLLECT {
        MATCH (before:Version)
        WHERE before.fact_id = lead.id AND before.version = lead.version - 1
        RETURN before.end AS end
      }) ELSE lead.end END,
      lead.end_reason = CASE lead.end_reason WHEN 'records_merged' THEN NULL ELSE lead.end_reason END,
      lead.recorded_at = look.at, lead.recorded_by = look.by, lead.version = lead.version + 1
  }
  CALL (kept, gone, origins) {
    MATCH (:Practitioner)-[talk:SPOKE_WITH]->(:Practitioner)
    WHERE talk.child_id = kept.id AND talk.merged_from IN origins
    SET talk.child_id = gone.id, talk.merged_from = CASE WHEN talk.merged_from <> gone.id THEN talk.merged_from END
  }
  // A number that both claim is a conflict again.
  CALL (look, kept, gone) {
    MATCH (kept)-[:IDENTIFIED_BY]->(one:Identifier)
    WITH look, gone, one
    MATCH (gone)-[:IDENTIFIED_BY]->(two:Identifier)
    WHERE one.value = two.value AND one.scheme = two.scheme AND one.state <> 'former' AND two.state <> 'former'
    UNWIND [one, two] AS claim
    WITH DISTINCT look, claim, 'conflict' AS state
    WHERE claim.state <> state
    // fragment restated: begin
    CREATE (old:Version)
    SET old = properties(claim), old.id = NULL, old._lock = NULL, old.fact_id = claim.id, old.superseded_at = look.at,
      claim.state = state, claim.recorded_at = look.at, claim.version = claim.version + 1
    // fragment restated: end
  }
  // fragment both_told: begin
  CALL (look, kept, gone, other, settled) {
    WITH look, kept, gone, other
    WHERE settled AND other.custodian <> $look.authority
    MERGE (counter:Counter {authority: other.custodian})
    SET counter._lock = true
    WITH look, kept, gone, other, counter, coalesce(counter.last, 0) + 1 AS next
    CREATE (:Change {
      key: $attempt.key + '-other', body: $attempt.body, authority: other.custodian, sequence: next, action: look.action,
      type: 'Child', fact_id: gone.id, version: gone.version, child_id: kept.id, at: look.at, by: look.by
    })
    SET counter.last = next
  }
  RETURN [{type: 'POSSIBLY_SAME_AS', id: pair.id, version: pair.version, child_id: kept.id}] +
    CASE WHEN settled THEN [{type: 'Child', id: gone.id, version: gone.version, child_id: kept.id}] ELSE [] END AS changes
  // fragment both_told: end
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

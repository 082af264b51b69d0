// What came of recording a child who is not here yet: the new child, or those whom it may be.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   budget   map    how many searches this sign-in may make in a day: searches
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   owner    owner  the label of the caller's authority
// @param   fact     map    new_id, facts, numbers; names, same (questions to the index); apart: who it is not; limit
// @returns verdict, level, rule, id, version, at, custodian, child, candidates
//
// There is no child to stand at yet. Candidates are told at the caller's own level for each, and one whom the caller
// may not know of changes no answer: where it is the very same it is noted for the data teams, and what protects one of
// the two covers both until they have settled it (fragment shields).
// Registering gives no tie. The role alone opens the new record, or nothing does.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'register_child'
WITH look
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
WITH look, me, active, cleared, teams, COUNT {
  MATCH (earlier:Disclosure)
  WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier <> look
    AND earlier.action IN ['find_children', 'register_child']
} < $budget.searches AS within_budget
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
OPTIONAL MATCH (before:Child&$any($scope.open))
WHERE before.id >= earlier.fact_id AND before.id <= earlier.fact_id
WITH look, me, cleared, teams, earlier, before, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN NOT within_budget THEN 'over_budget'
    WHEN NOT $owner IN $scope.open THEN 'part_closed'
    WHEN earlier.body <> $attempt.body THEN 'key_reused'
    WHEN earlier IS NOT NULL THEN CASE WHEN before IS NULL THEN 'absent' ELSE 'replayed' END
    WHEN $fact.facts.born > $today THEN 'born_in_future'
    ELSE 'done'
  END AS verdict
// Of two who register the same child at once, the second sees the first.
// fragment turn: begin
CALL (verdict) {
  WITH verdict
  WHERE verdict = 'done'
  MERGE (turn:Counter {authority: 'identifiers'})
  SET turn._lock = true
}
// fragment turn: end
WITH look, earlier, before, verdict, CASE WHEN verdict <> 'done' THEN [] ELSE COLLECT {
  CALL () {
    UNWIND $fact.numbers AS number
    // fragment claimed: begin
    MATCH (claim:Identifier)<-[:IDENTIFIED_BY]-(holder:Child&$any($scope.open))
    USING INDEX claim:Identifier(value)
    WHERE claim.value = number.value AND claim.scheme = number.scheme AND claim.state <> 'former'
      AND NOT EXISTS { (holder)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    // fragment claimed: end
    RETURN holder AS child, 'same_number' AS why
    UNION
    CALL db.index.fulltext.queryNodes('child_search', coalesce($fact.same, 'nobody')) YIELD node
    RETURN node AS child, 'same_name' AS why
    UNION
    CALL db.index.fulltext.queryNodes('child_search', coalesce($fact.names, 'nobody')) YIELD node
    RETURN node AS child, 'similar_name' AS why
  }
  MATCH (child:Child&$any($scope.open))
  WITH child, min(why) AS why
  WITH child, why,
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
  WHERE NOT 'new_identity' IN shields
  WITH child, why,
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
    AS rule
  WITH child, why,
    // fragment level: begin
    CASE
      WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
      WHEN rule = 'record_keeping' THEN 'identity'
      WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
      ELSE 'none'
    END
    // fragment level: end
    AS level
  RETURN {child: child, why: why, level: level} AS likely
  ORDER BY why, child.id
} END AS likely
WITH look, earlier, before, verdict,
  [one IN likely WHERE one.level = 'none' AND one.why <> 'similar_name'] AS unseen,
  [one IN likely WHERE one.level <> 'none' AND NOT one.child.id IN $fact.apart][..$fact.limit] AS seen
WITH look, earlier, before, unseen, seen,
  CASE WHEN verdict = 'done' AND seen <> [] THEN 'possible_duplicate' ELSE verdict END AS verdict
OPTIONAL CALL (look, unseen, verdict) {
  WITH look, unseen, verdict
  WHERE verdict = 'done'
  CREATE (child:Child:$($owner))
  SET child += $fact.facts, child.id = $fact.new_id, child.custodian = $look.authority, child.recorded_at = look.at,
    child.recorded_by = look.by, child.source = $attempt.source, child.version = 1
  WITH look, unseen, child, 'conflict' AS state
  CALL (look, child, state) {
    UNWIND range(0, size($fact.numbers) - 1) AS place
    WITH look, child, state, place, $fact.numbers[place] AS number
    WITH look, child, state, place, number, COLLECT {
      // fragment claimed: begin
      MATCH (claim:Identifier)<-[:IDENTIFIED_BY]-(holder:Child&$any($scope.open))
      USING INDEX claim:Identifier(value)
      WHERE claim.value = number.value AND claim.scheme = number.scheme AND claim.state <> 'former'
        AND NOT EXISTS { (holder)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
      // fragment claimed: end
        AND holder <> child
      RETURN DISTINCT claim
    } AS claims
    CREATE (child)-[said:IDENTIFIED_BY]->(fact:Identifier:$($owner))
    SET fact += number, fact.id = $attempt.id + '-number-' + toString(place), fact.custodian = $look.authority,
      fact.recorded_at = look.at, fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1,
      fact.state = CASE claims WHEN [] THEN 'current' ELSE state END,
      said.id = fact.id + '-claim', said.custodian = $look.authority, said.recorded_at = look.at,
      said.recorded_by = look.by, said.source = $attempt.source, said.version = 1
    WITH look, state, fact, claims
    CALL (look, state, claims) {
      UNWIND claims AS claim
      WITH look, state, claim
      WHERE claim.state <> state
      // fragment restated: begin
      CREATE (old:Version)
      SET old = properties(claim), old.id = NULL, old._lock = NULL, old.fact_id = claim.id, old.superseded_at = look.at,
        claim.state = state, claim.recorded_at = look.at, claim.version = claim.version + 1
      // fragment restated: end
    }
    RETURN collect({type: 'Identifier', id: fact.id, version: fact.version}) AS numbered
  }
  CALL (look, child, unseen) {
    UNWIND range(0, size(unseen) - 1) AS place
    WITH look, child, place, unseen[place].child AS other, unseen[place].why AS why
    // fragment paired: begin
    CREATE (child)-[pair:POSSIBLY_SAME_AS]->(other)
    SET pair.explanation = why, pair.state = 'open', pair.custodian = child.custodian, pair.other_custodian = other.custodian,
      pair.recorded_at = look.at, pair.recorded_by = look.by, pair.source = $attempt.source, pair.version = 1
    // fragment paired: end
    SET pair.id = randomUUID() // not of the two ids: neither team may learn the other's
  }
  RETURN child AS made, [{type: 'Child', id: child.id, version: child.version}] + numbered AS changes
}
// Not by coalesce: of a node and of what a CASE gives, this server makes nothing (tried).
WITH look, earlier, verdict, seen, changes, CASE verdict WHEN 'replayed' THEN before ELSE made END AS child
// The log, as fragment `answer` writes it.
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
    fact_id: changes[place].id, version: changes[place].version, child_id: child.id, at: look.at, by: look.by
  })
  SET counter.last = last + size(changes)
}
WITH look, earlier, verdict, seen, child, CASE
    WHEN verdict IN ['account_not_active', 'over_budget'] THEN verdict
    WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
    WHEN any(label IN labels(child) WHERE label IN $scope.kept) THEN 'record_keeping'
    ELSE 'none'
  END AS rule
WITH look, earlier, verdict, seen, child, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
SET look.level = CASE
    WHEN verdict <> 'possible_duplicate' THEN level
    WHEN any(one IN seen WHERE one.level = 'content') THEN 'content'
    WHEN any(one IN seen WHERE one.level = 'identity') THEN 'identity'
    ELSE 'existence'
  END,
  look.rule = CASE verdict WHEN 'possible_duplicate' THEN 'search' ELSE rule END, look.outcome = verdict,
  look.opened = CASE WHEN level <> 'none' THEN child.id END,
  look.returned = CASE verdict WHEN 'possible_duplicate' THEN [one IN seen | one.child.id] ELSE [id IN [child.id] WHERE id IS NOT NULL] END,
  look.review = CASE verdict WHEN 'over_budget' THEN verdict END
RETURN verdict, level, rule, child.id AS id, CASE verdict WHEN 'replayed' THEN earlier.version ELSE child.version END AS version,
  CASE verdict WHEN 'replayed' THEN earlier.at ELSE child.recorded_at END AS at, NULL AS custodian,
  CASE WHEN level IN ['content', 'identity'] THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born
  } END AS child,
  CASE WHEN verdict <> 'possible_duplicate' THEN [] ELSE [one IN seen |
    CASE WHEN one.level IN ['content', 'identity'] THEN {
      id: one.child.id, level: one.level, given_name: one.child.given_name, family_name: one.child.family_name,
      born: one.child.born
    } ELSE {id: one.child.id, level: one.level, given_name: NULL, family_name: NULL, born: NULL} END
  ] END AS candidates

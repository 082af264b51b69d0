// What came of recording where a child lives now, or that nobody knows, or nowhere here.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees     map    the role's projection: access/policy.py
// @param   budget   map    how many children this sign-in may open in a day: children
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   owner    owner  the label of the caller's authority
// @param   fact     map    state, day: since or on which; household: address, postcode, uprn, kind, or nothing; new_id; facts: start
// @returns verdict, level, rule, id, version, at, custodian, child
//
// Where the child lived until then ends in the same statement. Whoever is on every access list may move a covered child:
// what covered it there goes with it. The child is never less protected than before.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'record_address'
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
WITH look, child, child AS who, protected, rule, level, earlier, verdict
WITH look, child, who, protected, rule, level, earlier, verdict,
  // fragment stays: begin
  COLLECT {
    MATCH (who)-[lives:LIVES_AT]->(home:Household)
    WHERE (lives.start IS NULL OR lives.start <= $today) AND (lives.end IS NULL OR lives.end > $today)
      AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
    RETURN {lives: lives, home: home} AS stay
    ORDER BY lives.custodian = $look.authority, lives.id
  }
  // fragment stays: end
  AS stays,
  // fragment shields_of_home: begin
  COLLECT {
    MATCH (who) (()-[home:LIVES_AT]-()
        WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
          AND coalesce(home.end_reason, '') <> 'recorded_in_error'
      ){1,2} ()-[:PROTECTED_BY]->(shield:Protection)
    WHERE shield.kind = 'shield' AND (shield.end IS NULL OR shield.end > $today)
      AND NOT EXISTS { (who)-[:PROTECTED_BY]->(shield) }
    RETURN DISTINCT shield
  }
  // fragment shields_of_home: end
  AS shields
WITH look, child, who, level, rule, earlier, stays, shields, NULL AS there,
  coalesce(head([stay IN stays WHERE stay.lives.custodian <> $look.authority | stay.lives.custodian]), child.custodian) AS keeper, CASE
    WHEN verdict <> 'done' THEN verdict
    // fragment record_keeper: begin
    WHEN NOT (rule IN ['leads', 'office', 'record_keeping'] OR rule = 'manages' AND child.custodian = $look.authority)
      THEN 'record_not_yours'
    WHEN child.custodian <> $look.authority THEN CASE WHEN protected THEN 'record_not_yours' ELSE 'not_custodian' END
    // fragment record_keeper: end
    WHEN protected THEN 'shielded'
    WHEN $fact.day > $today THEN 'in_the_future'
    WHEN $fact.day < child.born THEN 'before_birth'
    WHEN $fact.day > child.died_on THEN 'after_death'
    WHEN any(stay IN stays WHERE stay.lives.custodian <> $look.authority) THEN 'not_custodian'
    WHEN coalesce(child.address_state, '') = $fact.state AND CASE $fact.state
        WHEN 'current' THEN
          // fragment lives_there_already: begin
          size(stays) = 1 AND all(stay IN stays WHERE stay.home.address = $fact.household.address
            AND stay.home.kind = $fact.household.kind
            AND coalesce(stay.home.postcode, '') = coalesce($fact.household.postcode, ''))
          // fragment lives_there_already: end
        ELSE stays = []
      END THEN 'already_recorded'
    WHEN any(stay IN stays WHERE stay.lives.start > $fact.day) THEN 'ends_before_start'
    ELSE 'done'
  END AS verdict
OPTIONAL CALL (look, who, stays, shields, verdict) {
  WITH look, who, stays, shields
  WHERE verdict = 'done'
  // fragment rehoused: begin
  WITH look, who, stays, shields, COLLECT {
    MATCH (who)-[:PROTECTED_BY]->(shield:Protection)
    WHERE shield.kind = 'shield' AND (shield.end IS NULL OR shield.end > $today)
    RETURN DISTINCT shield
  } AS own
  WITH look, who, stays, shields, own, head(COLLECT {
    MATCH (who) (()-[bond:CARES_FOR]-()
        WHERE (bond.start IS NULL OR bond.start <= $today) AND (bond.end IS NULL OR bond.end > $today)
          AND coalesce(bond.end_reason, '') <> 'recorded_in_error'
      ){1,2} (near)-[lives:LIVES_AT]->(home:Household)
    WHERE shields = [] AND own = [] AND near <> who
      AND (lives.start IS NULL OR lives.start <= $today) AND (lives.end IS NULL OR lives.end > $today)
      AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
      AND home.custodian = $look.authority AND home.kind = $fact.household.kind
      AND home.address = $fact.household.address
      AND coalesce(home.postcode, '') = coalesce($fact.household.postcode, '')
      AND NOT EXISTS {
        MATCH (home) (()<-[other:LIVES_AT]-()
            WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
              AND coalesce(other.end_reason, '') <> 'recorded_in_error'
          ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
        WHERE guard.end IS NULL OR guard.end > $today
      }
    RETURN home
    ORDER BY home.id
    LIMIT 1
  }) AS shared
  CALL (look, who, stays, own) {
    UNWIND stays AS stay
    WITH look, who, own, stay.home AS home
    UNWIND own AS shield
    MATCH (home)<-[lives:LIVES_AT]-(left:Child|Carer)
    WHERE left <> who AND (lives.start IS NULL OR lives.start <= $today)
      AND (lives.end IS NULL OR lives.end > $today) AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
      AND NOT EXISTS { (left)-[:PROTECTED_BY]->(shield) }
    WITH DISTINCT look, left, shield
    CREATE (left)-[kept:PROTECTED_BY]->(shield)
    SET kept.id = $attempt.id + '-' + left.id + '-' + shield.id, kept.custodian = $look.authority, kept.recorded_at = look.at,
      kept.recorded_by = look.by, kept.source = $attempt.source, kept.version = 1
  }
  CALL (look, stays) {
    UNWIND stays AS stay
    WITH look, stay.lives AS lives
    CREATE (old:Version)
    SET old = properties(lives), old.id = NULL, old.fact_id = lives.id, old.superseded_at = look.at,
      lives.end = $fact.day, lives.recorded_at = look.at, lives.recorded_by = look.by, lives.version = lives.version + 1
    RETURN collect({type: 'LIVES_AT', id: lives.id, version: lives.version}) AS ended
  }
  CALL (look, who, shields) {
    UNWIND range(0, size(shields) - 1) AS place
    WITH look, who, place, shields[place] AS shield
    CREATE (who)-[kept:PROTECTED_BY]->(shield)
    SET kept.id = $attempt.id + '-kept-' + toString(place), kept.custodian = $look.authority, kept.recorded_at = look.at,
      kept.recorded_by = look.by, kept.source = $attempt.source, kept.version = 1
  }
  OPTIONAL CALL (look, shared) {
    WITH look, shared
    WHERE $fact.household IS NOT NULL AND shared IS NULL
    CREATE (place:Household:$($owner))
    SET place += $fact.household, place.id = $fact.new_id, place.custodian = $look.authority, place.recorded_at = look.at,
      place.recorded_by = look.by, place.source = $attempt.source, place.version = 1
    RETURN place
  }
  OPTIONAL CALL (look, who, shared, place) {
    WITH look, who, coalesce(shared, place) AS home
    WHERE $fact.household IS NOT NULL
    CREATE (who)-[fact:LIVES_AT]->(home)
    // fragment provenance: begin
    SET fact += $fact.facts, fact.id = $attempt.id, fact.custodian = $look.authority, fact.recorded_at = look.at,
      fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1
    // fragment provenance: end
    RETURN {type: 'LIVES_AT', id: fact.id, version: fact.version} AS begun
  }
  // fragment rehoused: end
  CALL (look, who) {
    WITH look, who
    WHERE coalesce(who.address_state, '') <> $fact.state
    CREATE (old:Version)
    SET old = properties(who), old.id = NULL, old._lock = NULL, old.fact_id = who.id, old.superseded_at = look.at,
      who.address_state = $fact.state, who.recorded_at = look.at, who.recorded_by = look.by, who.version = who.version + 1
    RETURN collect({type: 'Child', id: who.id, version: who.version}) AS restated
  }
  RETURN [change IN [begun] WHERE change IS NOT NULL] + ended + restated AS changes
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

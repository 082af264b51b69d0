// What came of closing the accounts of somebody who leaves, with all their open work ended or handed over.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   scope    scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   owner    owner  label of the caller's own authority
// @param   sees     map    the role's projection: access/policy.py
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   fact     map    id of whoever leaves, most (facts at once), alone (ends that need no second person), work: maps of fact_id, end_reason, practitioner_id
// @returns verdict, id, version, at, left, elsewhere
//
// Nothing is silently left behind: every open fact that their authority keeps is named, or nothing is done. What takes
// over is what was there, with another holder: the same post, state and end, so nobody sees more by it than before but
// the one who takes over; and nobody takes over by their own hand. Children are locked in one order: no two deadlock.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'close_practitioner_account'
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
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
OPTIONAL MATCH (who:Practitioner&$($owner))
WHERE who.id >= $fact.id AND who.id <= $fact.id
WITH look, me, mine, cleared, teams, earlier, who, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN earlier.body = $attempt.body THEN 'replayed'
    WHEN earlier IS NOT NULL THEN 'key_reused'
    WHEN who IS NULL THEN 'absent'
    WHEN who = me THEN 'own_level'
    WHEN $look.role <> 'data_team' AND NOT
      // fragment their_manager: begin
      EXISTS {
        MATCH (who)-[post:WORKS_IN]->(place:Service)
        WHERE place.id IN teams AND post.custodian = $look.authority
          AND (post.start IS NULL OR post.start <= $today) AND (post.end IS NULL OR post.end > $today)
          AND coalesce(post.end_reason, '') <> 'recorded_in_error'
      }
      // fragment their_manager: end
      THEN 'not_your_team'
    WHEN COUNT {
      MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(:Child)
      WHERE fact.custodian = $look.authority AND (fact.end IS NULL OR fact.end > $today)
        AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
    } > $fact.most THEN 'too_much_at_once'
    ELSE 'done'
  END AS verdict
CALL (who, verdict) {
  WITH who, verdict
  WHERE verdict = 'done'
  SET who._lock = true
  WITH who
  MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(child:Child&$any($scope.open))
  WHERE fact.end IS NULL OR fact.end > $today
  WITH DISTINCT child
  ORDER BY child.id
  SET child._lock = true
}
WITH look, me, mine, cleared, teams, earlier, who, verdict
CALL (who, verdict) {
  WITH who, verdict
  WHERE verdict = 'done'
  REMOVE who._lock
  WITH who
  MATCH (who)-[:INVOLVED_WITH|LEADS]->(child:Child&$any($scope.open))
  WHERE child._lock
  REMOVE child._lock
}
WITH look, me, mine, cleared, teams, earlier, who, verdict, CASE WHEN NOT verdict IN ['done', 'replayed'] THEN [] ELSE
    // fragment open_work: begin
    COLLECT {
      MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(child:Child)
      WHERE (fact.end IS NULL OR fact.end > $today) AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
      WITH me, who, mine, teams, fact, child,
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
        AS shields,
        // fragment unnamed: begin
        COLLECT {
          MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
          WHERE who <> me AND (tie.start IS NULL OR tie.start <= $today) AND coalesce(tie.end_reason, '') <> 'recorded_in_error'
          OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
          WHERE (held.start IS NULL OR held.start <= $today) AND coalesce(held.end_reason, '') <> 'recorded_in_error'
            AND (held.end IS NULL OR held.end >= coalesce(tie.start, date(tie.raised_at), tie.started_on, held.end))
          OPTIONAL MATCH (post:Service)
          WHERE post.id >= tie.service_id AND post.id <= tie.service_id
          WITH who, [who, base, post] AS places
          WHERE any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
          RETURN DISTINCT who.id AS id
        }
        // fragment unnamed: end
        AS unnamed
      WHERE NOT 'new_identity' IN shields
      WITH me, mine, who, teams, fact, child, ties, shields, unnamed,
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
      RETURN {
        id: fact.id, child_id: child.id, version: fact.version, ours: fact.custodian = $look.authority,
        what: CASE WHEN fact:INVOLVED_WITH THEN 'involvement' WHEN fact.state = 'accepted' THEN 'lead'
          ELSE fact.state END,
        service_id: fact.service_id, kind: fact.kind,
        // At existence nobody's work is seen, but what one's own authority keeps of it, it may know that it keeps.
        seen: any(label IN labels(child) WHERE label IN $scope.open)
          AND NOT 'shield' IN shields AND NOT who.id IN unnamed AND rule <> 'none'
          AND (who = me OR NOT EXISTS {
              MATCH (post:Service)
              WHERE post.id >= fact.service_id AND post.id <= fact.service_id AND post.tier = 'sensitive' AND NOT post.id IN mine
            })
          AND CASE
          WHEN 'leads' IN ties OR 'manages' IN ties OR rule = 'record_keeping' THEN true
          ELSE fact.custodian = $look.authority AND ($look.role = 'data_team' OR coalesce(fact.service_id IN teams, false))
        END
      } AS piece
      ORDER BY piece.child_id, piece.id
    }
    // fragment open_work: end
  END AS pieces
WITH look, me, earlier, who, verdict, [piece IN pieces WHERE piece.ours] AS ours,
  [piece IN pieces WHERE piece.seen AND NOT piece.ours | piece.id] AS elsewhere
WITH look, me, earlier, who, verdict, elsewhere, ours,
  [piece IN ours WHERE piece.seen AND NOT piece.id IN [item IN $fact.work | item.fact_id] | piece.id] AS left,
  [item IN $fact.work | {
    fact_id: item.fact_id, end_reason: item.end_reason, practitioner_id: item.practitioner_id,
    piece: head([piece IN ours WHERE piece.seen AND piece.id = item.fact_id])
  }] AS plan
WITH look, me, earlier, who, elsewhere, left, plan, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN any(item IN plan WHERE item.piece IS NULL) THEN 'work_changed'
    WHEN left <> [] THEN 'work_left'
    WHEN any(piece IN ours WHERE NOT piece.seen) THEN 'work_unseen'
    WHEN $look.role = 'data_team' AND any(item IN plan WHERE item.practitioner_id IS NOT NULL) THEN 'manager_hands_over'
    WHEN any(item IN plan WHERE item.practitioner_id = me.id) THEN 'own_level'
    WHEN any(item IN plan WHERE item.practitioner_id IS NOT NULL AND NOT item.piece.what IN ['involvement', 'lead'])
      THEN 'not_handed_over'
    ELSE 'done'
  END AS verdict
WITH look, me, earlier, who, elsewhere, left, plan, CASE WHEN verdict <> 'done' THEN verdict ELSE coalesce(head(COLLECT {
    UNWIND [item IN plan WHERE item.practitioner_id IS NOT NULL] AS item
    MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(child:Child)
    WHERE fact.id = item.fact_id
    OPTIONAL MATCH (heir:Practitioner&$($owner))
    WHERE heir.id >= item.practitioner_id AND heir.id <= item.practitioner_id AND heir <> who
    WITH who, plan, item, fact, child, heir, CASE
        WHEN heir IS NULL THEN 'heir_not_known'
        WHEN fact:INVOLVED_WITH AND NOT EXISTS {
          MATCH (heir)-[post:WORKS_IN]->(place:Service)
          WHERE place.id = fact.service_id AND (post.start IS NULL OR post.start <= $today)
            AND (post.end IS NULL OR post.end > $today) AND coalesce(post.end_reason, '') <> 'recorded_in_error'
        } THEN 'heir_not_in_post'
        // The rules of who may lead (fragment fit), where a seat that is taken over here counts too.
        WHEN fact:LEADS AND NOT EXISTS {
          MATCH (heir)-[seat:INVOLVED_WITH]->(child)
          WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian
            AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
            AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
        } AND NOT EXISTS {
          MATCH (who)-[seat:INVOLVED_WITH]->(child)
          WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian
            AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
            AND any(other IN plan WHERE other.fact_id = seat.id AND other.practitioner_id = heir.id)
        } THEN 'not_involved'
        WHEN fact:LEADS AND fact.kind = 'child_protection'
          AND EXISTS { MATCH (desk:Authority) WHERE desk.code = child.custodian AND desk.nation = 'England' }
          AND NOT EXISTS {
            MATCH (heir)-[post:WORKS_IN]->(:Service)
            WHERE post.role = 'social_worker' AND (post.start IS NULL OR post.start <= $today)
              AND (post.end IS NULL OR post.end > $today) AND coalesce(post.end_reason, '') <> 'recorded_in_error'
          } THEN 'not_a_social_worker'
      END AS fault
    WHERE fault IS NOT NULL
    RETURN fault
    ORDER BY fault
    LIMIT 1
  }), 'done') END AS verdict
// fragment second: begin
OPTIONAL MATCH (word:Word)
WHERE word.key >= $attempt.word AND word.key <= $attempt.word
// fragment second: end
WITH look, me, earlier, who, elsewhere, left, plan, word, CASE
    WHEN verdict = 'done' AND size([item IN plan WHERE item.practitioner_id IS NULL]) > $fact.alone AND
      // fragment alone: begin
      (word IS NULL OR word.by = look.by OR word.at < look.at - duration({days: 7}))
      // fragment alone: end
      THEN 'second_person'
    ELSE verdict
  END AS verdict
// fragment noted: begin
CALL (look, word, verdict) {
  WITH look, word, verdict
  WHERE verdict = 'second_person'
  MERGE (said:Word {key: $attempt.word})
  SET said.by = look.by, said.at = look.at, said.custodian = $look.authority
}
CALL (word, verdict) {
  WITH word
  WHERE verdict = 'done'
  DELETE word
}
// fragment noted: end
OPTIONAL CALL (look, who, plan, verdict) {
  WITH look, who, plan, verdict
  WHERE verdict = 'done'
  CALL (look, who, plan) {
    UNWIND [item IN plan WHERE item.practitioner_id IS NOT NULL AND item.piece.what = 'involvement'] AS item
    MATCH (who)-[seat:INVOLVED_WITH]->(child:Child)
    WHERE seat.id = item.fact_id
    MATCH (heir:Practitioner&$($owner))
    WHERE heir.id >= item.practitioner_id AND heir.id <= item.practitioner_id
    WITH look, seat, child, heir
    WHERE NOT EXISTS {
      MATCH (heir)-[same:INVOLVED_WITH]->(child)
      WHERE same.service_id = seat.service_id AND same.custodian = seat.custodian AND same.state = seat.state
        AND (same.end IS NULL OR same.end > $today) AND coalesce(same.end_reason, '') <> 'recorded_in_error'
    }
    CREATE (heir)-[fact:INVOLVED_WITH]->(child)
    SET fact.role = seat.role, fact.service_id = seat.service_id, fact.state = seat.state, fact.told = seat.told,
      fact.basis = seat.basis, fact.basis_by = seat.basis_by, fact.basis_on = seat.basis_on, fact.end = seat.end,
      fact.start = CASE WHEN seat.start > $today THEN seat.start ELSE $today END,
      fact.confirmed_on = CASE seat.state WHEN 'confirmed' THEN $today END,
      fact.id = $attempt.id + '-' + seat.id, fact.custodian = $look.authority, fact.recorded_at = look.at,
      fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1
    RETURN collect({
      type: 'INVOLVED_WITH', id: fact.id, version: 1, child_id: child.id, authority: child.custodian
    }) AS seats
  }
  CALL (look, who, plan) {
    UNWIND plan AS item
    MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(child:Child)
    WHERE fact.id = item.fact_id
    CREATE (old:Version)
    SET old = properties(fact), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = fact.id,
      old.superseded_at = look.at, fact.end = CASE WHEN fact.start > $today THEN fact.start ELSE $today END,
      fact.end_reason = coalesce(item.end_reason, CASE WHEN fact:LEADS THEN 'handed_over' ELSE 'practitioner_left' END),
      fact.recorded_at = look.at, fact.recorded_by = look.by, fact.version = fact.version + 1
    REMOVE fact.current_child
    RETURN collect({
      type: type(fact), id: fact.id, version: fact.version, child_id: child.id, authority: child.custodian
    }) AS ended
  }
  CALL (look, who, plan) {
    UNWIND [item IN plan WHERE item.practitioner_id IS NOT NULL AND item.piece.what = 'lead'] AS item
    MATCH (who)-[lead:LEADS]->(child:Child)
    WHERE lead.id = item.fact_id
    MATCH (heir:Practitioner&$($owner))
    WHERE heir.id >= item.practitioner_id AND heir.id <= item.practitioner_id
    CREATE (heir)-[fact:LEADS]->(child)
    SET fact.kind = lead.kind, fact.state = 'accepted', fact.start = $today, fact.current_child = child.id,
      fact.family_preference_asked = lead.family_preference_asked, fact.id = $attempt.id + '-' + lead.id,
      fact.custodian = $look.authority, fact.recorded_at = look.at, fact.recorded_by = look.by,
      fact.source = $attempt.source, fact.version = 1
    RETURN collect({
      type: 'LEADS', id: fact.id, version: 1, child_id: child.id, authority: child.custodian
    }) AS leads
  }
  CALL (look, who) {
    MATCH (who)-[:HAS_ACCOUNT]->(fact:Account&$($owner))
    WHERE fact.state <> 'closed'
    CREATE (old:Version)
    SET old = properties(fact), old.id = NULL, old._lock = NULL, old.fact_id = fact.id, old.superseded_at = look.at,
      fact.state = 'closed', fact.recorded_at = look.at, fact.recorded_by = look.by, fact.version = fact.version + 1
    RETURN collect({type: 'Account', id: fact.id, version: fact.version, authority: $look.authority}) AS accounts
  }
  CREATE (old:Version)
  SET old = properties(who), old.id = NULL, old._lock = NULL, old.fact_id = who.id, old.superseded_at = look.at,
    who.account_state = 'closed', who.recorded_at = look.at, who.recorded_by = look.by, who.version = who.version + 1
  RETURN [{type: 'Practitioner', id: who.id, version: who.version, authority: $look.authority}]
    + accounts + ended + seats + leads AS changes
}
CALL (look, verdict, changes) {
  WITH look, verdict, changes
  WHERE verdict = 'done'
  UNWIND range(0, size(changes) - 1) AS place
  WITH look, changes[place] AS change, place
  ORDER BY change.authority, place
  WITH look, change.authority AS authority, collect({change: change, place: place}) AS own
  ORDER BY authority
  MERGE (counter:Counter {authority: authority})
  SET counter._lock = true
  WITH look, authority, own, counter, coalesce(counter.last, 0) AS last
  SET counter.last = last + size(own)
  WITH look, authority, own, last
  UNWIND range(0, size(own) - 1) AS at
  WITH look, authority, last + at + 1 AS sequence, own[at].change AS change, own[at].place AS place
  CREATE (:Change {
    key: $attempt.key + CASE place WHEN 0 THEN '' ELSE '-' + toString(place) END, body: $attempt.body,
    authority: authority, sequence: sequence, action: look.action, type: change.type, fact_id: change.id,
    version: change.version, child_id: change.child_id, at: look.at, by: look.by
  })
}
WITH look, verdict, elsewhere, left, CASE verdict
    WHEN 'done' THEN {id: changes[0].id, version: changes[0].version, at: look.at}
    WHEN 'replayed' THEN {id: earlier.fact_id, version: earlier.version, at: earlier.at}
    ELSE {id: NULL, version: NULL, at: NULL}
  END AS made
SET look.level = 'none', look.outcome = verdict,
  look.rule = CASE WHEN verdict = 'account_not_active' THEN verdict
    WHEN $look.role = 'data_team' THEN 'record_keeping' ELSE 'manages' END,
  look.returned = CASE WHEN verdict IN ['done', 'replayed'] THEN [made.id] + elsewhere
    WHEN verdict = 'work_left' THEN left ELSE [] END
RETURN verdict, made.id AS id, made.version AS version, made.at AS at,
  CASE verdict WHEN 'work_left' THEN left ELSE [] END AS left,
  CASE WHEN verdict IN ['done', 'replayed'] THEN elsewhere ELSE [] END AS elsewhere

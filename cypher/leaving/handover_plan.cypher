// Who could take over what somebody who leaves has open, for each piece those nearest to the child first.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   owner   owner  label of the caller's own authority
// @param   sees    map    the role's projection: access/policy.py
// @param   bounds  map    the most pieces, and the most candidates of one piece
// @returns verdict, work, more
//
// The pieces are those of list_open_work, and what they chair or have raised where the caller is shown all of a child. That
// somebody works with a child or with its sister is said only where that child is open to the caller at content, and never
// of whom they may not know there: to the data team, to whom no team is shown, a candidate is a colleague and no more.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'handover_plan'
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
OPTIONAL MATCH (who:Practitioner&$($owner))
WHERE who.id >= $look.asked AND who.id <= $look.asked
WITH look, me, active, mine, cleared, teams, who, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN who IS NULL THEN 'absent'
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
    ELSE 'done'
  END AS verdict
WITH look, me, mine, cleared, teams, who, verdict, CASE WHEN verdict <> 'done' THEN [] ELSE
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
WITH look, me, mine, cleared, teams, who AS leaver, verdict, pieces, CASE WHEN verdict <> 'done' THEN [] ELSE COLLECT {
    CALL (who) {
      MATCH (who)-[fact:CHAIRS]->(meeting:Meeting)-[about:ABOUT]->(whose:Child)
      WHERE (meeting.state = 'planned' OR meeting.state = 'held' AND meeting.next_on >= $today)
        AND all(one IN [fact, about, meeting] WHERE one.custodian = whose.custodian
          AND coalesce(one.end_reason, '') <> 'recorded_in_error')
      RETURN whose, fact, 'chair' AS what
      UNION
      MATCH (who)-[fact:HAS_CONCERN]->(whose:Child)
      WHERE fact.closed_at IS NULL AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
      RETURN whose, fact, 'indication' AS what
    }
    WITH whose, fact, what
    WHERE NOT EXISTS {
      MATCH (whose)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
      WHERE veil.end IS NULL OR veil.end > $today
    }
    RETURN {whose: whose, fact: fact, what: what} AS piece
    ORDER BY whose.id, fact.id
  } END AS said
WITH look, me, mine, cleared, teams, leaver, verdict, pieces, said, CASE WHEN verdict <> 'done' THEN [] ELSE COLLECT {
    CALL (leaver) {
      MATCH (leaver)-[:INVOLVED_WITH|LEADS|HAS_CONCERN]->(child:Child&$any($scope.open))
      RETURN child
      UNION
      MATCH (leaver)-[:CHAIRS]->(:Meeting)-[:ABOUT]->(child:Child&$any($scope.open))
      RETURN child
    }
    WITH me, mine, cleared, teams, leaver, child
    // fragment open_child: begin
    CALL (me, mine, cleared, teams, child) {
      WITH me, mine, child,
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
      WITH me, mine, child, shields,
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
      WITH me, mine, child, shields, rule,
        // fragment level: begin
        CASE
          WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
          WHEN rule = 'record_keeping' THEN 'identity'
          WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
          ELSE 'none'
        END
        // fragment level: end
        AS level
      WHERE level = 'content' AND shields = [] AND any(label IN labels(child) WHERE label IN $scope.open)
      RETURN rule,
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
    }
    // fragment open_child: end
    WITH me, mine, cleared, teams, leaver, child, unnamed,
      // fragment elevated: begin
      (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
      // fragment elevated: end
      AS elevated,
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
    WHERE NOT leaver.id IN unnamed AND $sees.team = 'all'
    WITH me, mine, cleared, teams, child AS whose, unnamed AS hidden, elevated, siblings
    RETURN {
      child: whose, elevated: elevated,
      around: COLLECT {
        MATCH (near:Practitioner&$($owner))-[seat:INVOLVED_WITH]->(whose)
        WHERE seat.state = 'confirmed' AND seat.custodian = whose.custodian AND NOT near.id IN hidden
          AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
          AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
        RETURN {person: near, since: seat.start} AS link
      },
      beside: COLLECT {
        UNWIND siblings AS child
        WITH me, mine, cleared, teams, child
        WHERE $sees.family
        // fragment open_child: begin
        CALL (me, mine, cleared, teams, child) {
          WITH me, mine, child,
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
          WITH me, mine, child, shields,
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
          WITH me, mine, child, shields, rule,
            // fragment level: begin
            CASE
              WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
              WHEN rule = 'record_keeping' THEN 'identity'
              WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
              ELSE 'none'
            END
            // fragment level: end
            AS level
          WHERE level = 'content' AND shields = [] AND any(label IN labels(child) WHERE label IN $scope.open)
          RETURN rule,
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
        }
        // fragment open_child: end
        MATCH (near:Practitioner&$($owner))-[seat:INVOLVED_WITH]->(child)
        WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian AND NOT near.id IN unnamed
          AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
          AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
        RETURN {person: near, since: seat.start, sibling: {id: child.id, sex: child.sex}} AS link
      }
    } AS one
  } END AS opened
WITH look, me, mine, leaver, verdict, opened, pieces, said, [one IN said WHERE any(near IN opened
    WHERE near.child = one.whose AND near.elevated)] AS told
WITH look, me, mine, leaver, verdict, opened, [piece IN pieces WHERE piece.seen] + [one IN told | {
    id: one.fact.id, child_id: one.whose.id, version: one.fact.version, ours: one.fact.custodian = $look.authority,
    what: one.what, service_id: NULL, kind: NULL
  }] AS work, size(told) < size(said) OR any(piece IN pieces WHERE NOT piece.seen) AS more,
  COLLECT {
    MATCH (leaver)-[post:WORKS_IN]->(place:Service)
    WHERE (post.start IS NULL OR post.start <= $today) AND (post.end IS NULL OR post.end > $today)
      AND coalesce(post.end_reason, '') <> 'recorded_in_error' AND (place.tier <> 'sensitive' OR place.id IN mine)
    RETURN place.id AS id
  } AS bases
WITH look, me, mine, leaver, verdict, opened, more OR size(work) > $bounds.pieces AS more, work[..$bounds.pieces] AS work, bases
WITH look, verdict, more, COLLECT {
    UNWIND work AS piece
    WITH piece, head([one IN opened WHERE one.child.id = piece.child_id]) AS there,
      CASE WHEN piece.what = 'involvement' THEN [piece.service_id] WHEN piece.what IN ['chair', 'indication'] THEN bases END AS places
    RETURN piece {.id, .child_id, .version, .ours, .what, candidates: COLLECT {
      CALL (piece, there, places) {
        UNWIND there.around AS link
        RETURN link.person AS who, {near: 'child', step: 0, since: link.since, sibling: NULL} AS how
        UNION
        UNWIND there.beside AS link
        WITH link
        WHERE piece.what IN ['involvement', 'chair']
        RETURN link.person AS who, {near: 'sibling', step: 1, since: link.since, sibling: link.sibling} AS how
        UNION
        UNWIND places AS base
        WITH base
        WHERE piece.what IN ['involvement', 'chair']
        MATCH (place:Service)
        WHERE place.id >= base AND place.id <= base
        MATCH (who:Practitioner&$($owner))-[post:WORKS_IN]->(place)
        WHERE (post.start IS NULL OR post.start <= $today) AND (post.end IS NULL OR post.end > $today)
          AND coalesce(post.end_reason, '') <> 'recorded_in_error'
        RETURN who, {near: 'service', step: 2, since: NULL, sibling: NULL} AS how
      }
      WITH piece, places, there.child AS child, piece.kind AS kind, who, how
      ORDER BY how.step, how.since, how.sibling.id
      WITH piece, places, child, kind, who, head(collect(how)) AS how
      // Whoever leaves too, has left, is away, or would hand work to themselves takes nothing over; nor may the caller
      // come to see more by it.
      WHERE who <> leaver AND who <> me AND coalesce(who.account_state, '') <> 'closed'
        AND NOT EXISTS {
          MATCH (who)-[away:COVERED_BY]->()
          WHERE away.absent_until >= $today AND coalesce(away.end_reason, '') <> 'recorded_in_error'
        }
        AND EXISTS {
          MATCH (who)-[post:WORKS_IN]->(place:Service)
          WHERE (post.start IS NULL OR post.start <= $today) AND post.end IS NULL
            AND coalesce(post.end_reason, '') <> 'recorded_in_error' AND (place.tier <> 'sensitive' OR place.id IN mine)
            AND (places IS NULL OR EXISTS {
                MATCH (base:Service)
                WHERE base.id IN places AND base.kind = place.kind
              })
        }
        AND (places IS NOT NULL OR CASE
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
        END IS NULL)
      WITH who, how, EXISTS {
          MATCH (who)-[post:WORKS_IN]->(place:Service)
          WHERE place.id IN places AND (post.start IS NULL OR post.start <= $today) AND post.end IS NULL
            AND coalesce(post.end_reason, '') <> 'recorded_in_error'
        } AS same_service
      RETURN {
        id: who.id, name: who.name, near: how.near, since: how.since, sibling: how.sibling, same_service: same_service
      } AS candidate
      ORDER BY how.step, who.name, who.id
      LIMIT $bounds.candidates
    }} AS piece
  } AS work
SET look.level = CASE WHEN any(piece IN work WHERE any(one IN piece.candidates WHERE one.near <> 'service')) THEN 'content'
    ELSE 'none' END,
  look.rule = CASE WHEN verdict = 'account_not_active' THEN verdict
    WHEN $look.role = 'data_team' THEN 'record_keeping' ELSE 'manages' END,
  look.outcome = CASE WHEN verdict = 'done' THEN 'shown' ELSE 'refused' END,
  look.returned = COLLECT {
    UNWIND work AS piece
    UNWIND [piece.child_id, piece.id] + [one IN piece.candidates | one.id]
      + [one IN piece.candidates WHERE one.sibling IS NOT NULL | one.sibling.id] AS id
    RETURN DISTINCT id
  }
RETURN verdict, work, more

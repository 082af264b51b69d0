// What of somebody's work has to be ended or handed over before they leave.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   owner  owner  label of the caller's own authority
// @param   sees   map    the role's projection: access/policy.py
// @returns verdict, work, more
//
// Numbers of children and facts only, at the caller's own level: the data team see who a child is and not their team, so
// here only which fact it is; a manager that of their teams. Of what they may not see, only that there is any (more).
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'list_open_work'
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
WITH look, verdict, CASE WHEN verdict <> 'done' THEN [] ELSE
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
WITH look, verdict, [piece IN pieces WHERE piece.seen] AS work, any(piece IN pieces WHERE NOT piece.seen) AS more
SET look.level = 'none', look.rule = CASE WHEN verdict = 'account_not_active' THEN verdict
    WHEN $look.role = 'data_team' THEN 'record_keeping' ELSE 'manages' END,
  look.outcome = CASE WHEN verdict = 'done' THEN 'shown' ELSE 'refused' END,
  look.returned = [piece IN work | piece.child_id] + [piece IN work | piece.id]
RETURN verdict, [piece IN work | piece {.id, .child_id, .version, .ours, .what}] AS work, more

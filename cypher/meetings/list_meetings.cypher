// The meetings planned about one child that this caller may say were held, or cancel, soonest first.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   budget  map    how many children this sign-in may open in a day: children
// @param   limit   int    the most meetings to return
// @returns rule, meetings
//
// Nobody is told of a meeting that is not theirs to settle (fragment convened), nor who is asked to it. Of what others planned
// leads, managers and the office are told what the network shows them: of a sensitive service's people alone, nothing. No row
// where the child is not open at content, as for one who is not there.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'list_meetings'
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
WITH look, me, child, mine, cleared, teams, shields, CASE
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
WITH look, me, child, mine, cleared, teams, shields, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
WITH look, me, child, mine, cleared, teams, rule, level, level = 'content' AND shields = [] AS open
SET look.level = CASE WHEN open THEN level ELSE 'none' END, look.rule = rule,
  look.outcome = CASE WHEN open THEN 'shown' ELSE 'refused' END, look.opened = CASE WHEN open THEN child.id END,
  look.returned = CASE WHEN open THEN [child.id] ELSE [] END,
  look.review = CASE WHEN rule = 'over_budget' THEN 'over_budget' END
WITH me, mine, child, rule AS by_rule, CASE WHEN open THEN child END AS opened
WHERE opened IS NOT NULL OR by_rule IN ['account_not_active', 'over_budget']
WITH me, mine, by_rule, opened, CASE WHEN opened IS NULL THEN [] ELSE
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
  END AS unnamed
RETURN by_rule AS rule, CASE WHEN opened IS NULL THEN [] ELSE COLLECT {
    MATCH (fact:Meeting)-[about:ABOUT]->(opened)
    WHERE fact.state = 'planned' AND fact.custodian = $look.authority
      AND fact.custodian = opened.custodian AND about.custodian = opened.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
      AND (fact.recorded_by = $look.by OR EXISTS {
        MATCH (me)-[chair:CHAIRS]->(fact)
        WHERE coalesce(chair.end_reason, '') <> 'recorded_in_error'
      } OR by_rule IN ['leads', 'office', 'manages'] AND (EXISTS {
        MATCH (who:Practitioner)-[part:INVITED_TO|ATTENDED|CHAIRS]->(fact)
        WHERE coalesce(part.end_reason, '') <> 'recorded_in_error' AND (who = me OR EXISTS {
          MATCH (who)-[seat:INVOLVED_WITH]->(opened)
          MATCH (post:Service)
          WHERE post.id >= seat.service_id AND post.id <= seat.service_id
            AND (seat.start IS NULL OR seat.start <= $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
            AND (post.id IN mine OR $sees.team = 'all' AND post.tier <> 'sensitive'
              AND coalesce(seat.end_reason, '') <> 'consent_withdrawn')
        })
      } OR $sees.team = 'all' AND NOT fact.recorded_by IN unnamed AND NOT EXISTS {
        MATCH (:Practitioner)-[part:INVITED_TO|ATTENDED|CHAIRS]->(fact)
        WHERE coalesce(part.end_reason, '') <> 'recorded_in_error'
      }))
    // About two records of one child, it is about that child twice since they were merged.
    WITH DISTINCT fact
    RETURN {
      id: fact.id, version: fact.version, kind: fact.kind, planned_on: fact.planned_on, next_on: fact.next_on
    } AS meeting
    ORDER BY meeting.planned_on, meeting.id
    LIMIT $limit
  } END AS meetings

// Two assessments of one kind, by two agencies, of a child whom this caller answers for, longest standing first.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   wanted  map    begun_from, and after: since and id of the last row read
// @param   most    int    how many pairs are looked at for one page
// @param   limit   int    the most rows of a page
// @returns active, rows
//
// Each of the two is under way, or was begun since begun_from; earlier ones are the signal U08's. What the network masks
// has no kind there either, so it makes no pair; and what the caller may not be told is left out before the page is cut.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'find_duplicate_effort'
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
WITH look, me, active, mine, cleared, teams, CASE WHEN NOT active THEN [] ELSE COLLECT {
  CALL (teams) {
    UNWIND teams AS team
    MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
    WHERE seat.custodian = $look.authority AND seat.service_id = team AND seat.state = 'confirmed'
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN child
    UNION
    MATCH ()-[begun:ASSESSED]->(child:Child&$any($scope.open))
    WHERE size($scope.office) > 0 AND begun.custodian = $look.authority
      AND (begun.state = 'in_progress' OR begun.state = 'completed' AND begun.started_on >= $wanted.begun_from)
    RETURN child
  }
  WITH me, mine, cleared, teams, child
  WHERE child.custodian = $look.authority AND child.died_on IS NULL AND $sees.assessments
  WITH me, mine, cleared, teams, child, COLLECT {
      MATCH (who:Practitioner|Service)-[begun:ASSESSED]->(child)
      WHERE begun.custodian = child.custodian AND coalesce(begun.end_reason, '') <> 'recorded_in_error'
        AND begun.started_on <= $today
        AND (begun.state = 'in_progress' OR begun.state = 'completed' AND begun.started_on >= $wanted.begun_from)
      WITH who, begun, COLLECT {
          MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE (step.start IS NULL OR step.start <= begun.started_on)
            AND (step.end IS NULL OR step.end > begun.started_on)
            AND coalesce(step.end_reason, '') <> 'recorded_in_error']->()){1,6} (agency:Agency)
          RETURN DISTINCT agency
          ORDER BY agency.name, agency.id
        } AS agencies
      WHERE agencies <> []
      RETURN {who: who, begun: begun, agencies: agencies} AS assessment
    } AS assessments
  UNWIND assessments AS later
  UNWIND assessments AS earlier
  WITH me, mine, cleared, teams, child, earlier, later, later.begun.started_on AS since,
    later.begun.id + ' ' + earlier.begun.id AS id
  WHERE earlier.begun.kind = later.begun.kind AND none(agency IN later.agencies WHERE agency IN earlier.agencies)
    AND (earlier.begun.started_on < since OR earlier.begun.started_on = since AND earlier.begun.id < later.begun.id)
    AND (since > $wanted.after.since OR since = $wanted.after.since AND id > $wanted.after.id)
  WITH me, mine, cleared, teams, child, earlier, later, since, id
  ORDER BY since, id
  LIMIT $most
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
  WITH child, rule, unnamed, earlier, later, since, id,
    // fragment elevated: begin
    (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
    // fragment elevated: end
    AS elevated
  // Of those who have ended their work only elevated callers are told.
  WHERE elevated AND none(one IN [earlier, later] WHERE one.who.id IN unnamed)
  RETURN {
    id: id, since: since, kind: later.begun.kind, rule: rule,
    child: {id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born},
    assessments: [one IN [earlier, later] | {
      id: one.begun.id, by: one.who.name, agency: one.agencies[0].name, started_on: one.begun.started_on,
      state: one.begun.state
    }]
  } AS row
  ORDER BY row.since, row.id
  LIMIT $limit
} END AS rows
SET look.level = CASE WHEN rows = [] THEN 'none' ELSE 'content' END,
  look.rule = CASE WHEN active THEN 'own_list' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END,
  look.returned = COLLECT {
    UNWIND rows AS row
    UNWIND [row.child.id] + [one IN row.assessments | one.id] AS id
    RETURN DISTINCT id
  }
RETURN active, rows

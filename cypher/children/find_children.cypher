// The children that match what was typed and that this caller may know of, each at the caller's level; never where.
// @access  disclose
// @seek
// @param   look      map      what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today     date     the day of asking, in the United Kingdom
// @param   scope     scope    labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees      map      the role's projection: access/policy.py
// @param   budget    map      how many searches this sign-in may make in a day: searches
// @param   criteria  map      child_id; scheme, number; names, given (questions to the index): those not asked match nobody
// @param   limit     int      the most hits to answer
// @returns active, within_budget, too_many, hits
//
// Levels are decided before anything is counted or cut, so that a child whom the caller may not know of changes no
// answer. The index refuses an absent question, even when a statement is only planned: so one that nobody answers.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'find_children'
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
WITH look, me, active, mine, cleared, teams, COUNT {
  MATCH (earlier:Disclosure)
  WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier.action = 'find_children' AND earlier <> look
} < $budget.searches AS within_budget
WITH look, me, active, mine, cleared, teams, within_budget, COLLECT {
  CALL db.index.fulltext.queryNodes('child_search', coalesce($criteria.given, 'nobody')) YIELD node
  RETURN node.id
} AS with_given_name
WITH look, active, within_budget, CASE WHEN NOT active OR NOT within_budget THEN [] ELSE COLLECT {
  CALL () {
    MATCH (child:Child)
    WHERE child.id >= $criteria.child_id AND child.id <= $criteria.child_id
    RETURN child
    UNION
    MATCH (number:Identifier)<-[claim:IDENTIFIED_BY]-(child:Child)
    WHERE number.value = $criteria.number AND number.scheme = $criteria.scheme AND number.state = 'current'
      AND (claim.start IS NULL OR claim.start <= $today) AND (claim.end IS NULL OR claim.end > $today)
      AND coalesce(claim.end_reason, '') <> 'recorded_in_error'
    RETURN child
    UNION
    CALL db.index.fulltext.queryNodes('child_search', coalesce($criteria.names, 'nobody')) YIELD node
    RETURN node AS child
  }
  MATCH (child:Child&$any($scope.open))
  WITH child,
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
  WITH child,
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
  WHERE rule <> 'none'
  RETURN {id: child.id, given: child.id IN with_given_name, level:
    // fragment level: begin
    CASE
      WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
      WHEN rule = 'record_keeping' THEN 'identity'
      WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
      ELSE 'none'
    END
    // fragment level: end
  } AS hit
  ORDER BY NOT hit.given, hit.id
  LIMIT $limit + 1
} END AS found
// Of too many, those whose given name matches; where these are too many or none, no hit at all.
WITH look, active, within_budget, size(found) > $limit AS many,
  CASE WHEN size(found) > $limit THEN [hit IN found WHERE hit.given] ELSE found END AS kept
WITH look, active, within_budget, kept, many AND (kept = [] OR size(kept) > $limit) AS too_many
SET look.returned = CASE WHEN too_many THEN [] ELSE [hit IN kept | hit.id] END,
  look.level = CASE WHEN too_many OR kept = [] THEN 'none' ELSE 'existence' END,
  look.rule = CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN NOT within_budget THEN 'over_budget'
    WHEN too_many THEN 'too_many_matches'
    ELSE 'search'
  END,
  look.outcome = CASE WHEN active AND within_budget AND NOT too_many THEN 'shown' ELSE 'refused' END,
  look.review = CASE WHEN active AND NOT within_budget THEN 'over_budget' END
RETURN active, within_budget, too_many, CASE WHEN too_many THEN [] ELSE kept END AS hits

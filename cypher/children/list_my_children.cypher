// The children whom this caller works with, leads or chairs for, each with how many indications are unread.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees   map    the role's projection: access/policy.py
// @param   limit  int    the most children to return
// @returns active, children
//
// It starts from the caller, who has dozens of children, never from a part, which has a hundred thousand.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'list_my_children'
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
  MATCH (me) (()-[step:LEADS|INVOLVED_WITH|CHAIRS|ABOUT]->()){1,2} (child:Child&$any($scope.open))
  WITH DISTINCT me, child, mine, cleared, teams
  WITH me, child, mine,
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
  WITH me, child, mine, ties, 'shield' IN shields AS protected,
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
  WHERE rule IN ['leads', 'own_involvement', 'chairs']
  WITH me, child, ties, protected, rule,
    // fragment elevated: begin
    (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
    // fragment elevated: end
    AS elevated,
    CASE WHEN protected OR $sees.indications = 'none' THEN [] ELSE
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
  WITH child, ties, protected, rule,
    CASE WHEN protected OR $sees.indications = 'none' THEN [] ELSE COLLECT {
      MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
      WHERE raised.closed_at IS NULL AND who <> me AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
        AND NOT EXISTS {
          MATCH (me)-[read:ACKNOWLEDGED]->(child)
          WHERE read.concern_id = raised.id AND coalesce(read.end_reason, '') <> 'recorded_in_error'
        }
      WITH who, raised, who.id IN unnamed AS masked,
        // fragment seats: begin
        COLLECT {
          MATCH (who)-[seat:INVOLVED_WITH]->(child)
          WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
          RETURN seat.end IS NULL OR seat.end > $today AS current
        }
        // fragment seats: end
        AS seats
      WHERE CASE WHEN masked THEN $sees.indications = 'all' AND true IN seats
        ELSE true IN seats OR seats = [] OR elevated END
      // As the network shows them: those of sensitive services are one of a kind.
      RETURN DISTINCT CASE WHEN masked THEN raised.kind ELSE raised.id END AS unread
    } END AS unread
  RETURN {
    id: child.id, rule: rule, protected: protected, given_name: child.given_name, family_name: child.family_name,
    born: child.born, leads: 'leads' IN ties, unread: size(unread)
  } AS row
  ORDER BY row.unread = 0, row.family_name, row.given_name, row.id
  LIMIT $limit
} END AS children
SET look.level = CASE WHEN children = [] THEN 'none' ELSE 'content' END,
  look.rule = CASE WHEN active THEN 'own_children' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END,
  look.returned = [row IN children | row.id]
RETURN active, children

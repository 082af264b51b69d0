// Everyone within two steps of a child: the people who connect it with others, and the children whom they connect it with.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   budget  map    how many children this sign-in may open in a day: children
// @param   bounds  map    people, and other children, that are told of: people, children
// @returns rule, child, people, children, more_people, more_children
//
// The same steps as in find_path, by the same fragments; each other child is one that the caller could open. What is hidden
// counts for no cap. No row where the child is not open.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'read_neighbourhood'
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
WITH look, me, active, mine, cleared, teams,
  // fragment spent: begin
  COLLECT {
    MATCH (earlier:Disclosure)
    WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier.opened IS NOT NULL
    RETURN DISTINCT earlier.opened AS opened
  }
  // fragment spent: end
  AS spent
WITH look, me, mine, cleared, teams, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN NOT $look.asked IN spent AND size(spent) >= $budget.children THEN 'over_budget'
  END AS refusal
WITH look, me, mine, cleared, teams, refusal, CASE WHEN refusal IS NULL THEN head(COLLECT {
  MATCH (child:Child&$any($scope.open))
  WHERE child.id >= $look.asked AND child.id <= $look.asked
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
  WITH cleared, child, rule, COLLECT {
    // fragment connects: begin
    CALL (cleared, child, unnamed) {
      MATCH (person:Practitioner)-[seat:INVOLVED_WITH]->(child)
      WHERE $sees.team = 'all' AND NOT person.id IN unnamed
        AND seat.state = 'confirmed' AND seat.custodian = child.custodian
        AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
        AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
      MATCH (post:Service)
      WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'additional'
      RETURN person, CASE post.kind WHEN 'childrens_home' THEN 'houses' ELSE 'works_with' END AS how
      UNION
      MATCH (person:Practitioner)-[lead:LEADS]->(child)
      WHERE $sees.team = 'all' AND $sees.lead AND NOT person.id IN unnamed
        AND lead.state = 'accepted' AND lead.custodian = child.custodian
        AND (lead.start IS NULL OR lead.start <= $today) AND (lead.end IS NULL OR lead.end > $today)
        AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
      RETURN person, 'leads' AS how
      UNION
      MATCH (person:Carer)-[care:CARES_FOR]->(child)
      WHERE $sees.family AND NOT person:Held AND NOT person:Child
        AND care.custodian = child.custodian AND care.capacity IN ['parent', 'kinship', 'special_guardian']
        AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
        AND coalesce(care.end_reason, '') <> 'recorded_in_error'
        AND NOT EXISTS {
          MATCH (person) (()-[home:LIVES_AT]-()
              WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
                AND coalesce(home.end_reason, '') <> 'recorded_in_error'
            ){0,2} (covered)-[:PROTECTED_BY]->(veil:Protection)
          WHERE (veil.end IS NULL OR veil.end > $today)
            AND (veil.kind = 'shield' AND NOT veil.id IN cleared OR veil.kind = 'new_identity' AND covered = person)
        }
      RETURN person, 'cares_for' AS how
    }
    // fragment connects: end
    WITH person, how
    WHERE how <> 'houses'
    WITH person, collect(how) AS hows
    RETURN {
      person: person, id: person.id, name: coalesce(person.name, person.given_name + ' ' + person.family_name),
      how: head([how IN ['leads', 'works_with', 'cares_for'] WHERE how IN hows])
    } AS row
    ORDER BY row.name, row.id
    LIMIT $bounds.people + 1
  } AS rows
  RETURN {id: child.id, name: child.given_name + ' ' + child.family_name, rule: rule, rows: rows} AS found
}) END AS found
WITH look, me, mine, cleared, teams, refusal, found, coalesce(found.rows, [])[..$bounds.people] AS people
WITH look, refusal, found, people, CASE WHEN found IS NULL THEN [] ELSE COLLECT {
  UNWIND people AS known
  WITH me, mine, cleared, teams, people, known.person AS one
  MATCH (one)-[:INVOLVED_WITH|LEADS|CARES_FOR]->(child:Child&$any($scope.open))
  WHERE child.id <> $look.asked
  WITH DISTINCT me, mine, cleared, teams, people, child
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
  WITH cleared, people, child, unnamed, COLLECT {
    // fragment connects: begin
    CALL (cleared, child, unnamed) {
      MATCH (person:Practitioner)-[seat:INVOLVED_WITH]->(child)
      WHERE $sees.team = 'all' AND NOT person.id IN unnamed
        AND seat.state = 'confirmed' AND seat.custodian = child.custodian
        AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
        AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
      MATCH (post:Service)
      WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'additional'
      RETURN person, CASE post.kind WHEN 'childrens_home' THEN 'houses' ELSE 'works_with' END AS how
      UNION
      MATCH (person:Practitioner)-[lead:LEADS]->(child)
      WHERE $sees.team = 'all' AND $sees.lead AND NOT person.id IN unnamed
        AND lead.state = 'accepted' AND lead.custodian = child.custodian
        AND (lead.start IS NULL OR lead.start <= $today) AND (lead.end IS NULL OR lead.end > $today)
        AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
      RETURN person, 'leads' AS how
      UNION
      MATCH (person:Carer)-[care:CARES_FOR]->(child)
      WHERE $sees.family AND NOT person:Held AND NOT person:Child
        AND care.custodian = child.custodian AND care.capacity IN ['parent', 'kinship', 'special_guardian']
        AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
        AND coalesce(care.end_reason, '') <> 'recorded_in_error'
        AND NOT EXISTS {
          MATCH (person) (()-[home:LIVES_AT]-()
              WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
                AND coalesce(home.end_reason, '') <> 'recorded_in_error'
            ){0,2} (covered)-[:PROTECTED_BY]->(veil:Protection)
          WHERE (veil.end IS NULL OR veil.end > $today)
            AND (veil.kind = 'shield' AND NOT veil.id IN cleared OR veil.kind = 'new_identity' AND covered = person)
        }
      RETURN person, 'cares_for' AS how
    }
    // fragment connects: end
    WITH people, person, how
    WHERE how <> 'houses'
    WITH people, person, collect(how) AS hows
    WHERE any(known IN people WHERE known.person = person)
    RETURN {id: person.id, how: head([how IN ['leads', 'works_with', 'cares_for'] WHERE how IN hows])} AS link
    ORDER BY link.id
  } AS through
  WHERE through <> []
  RETURN {id: child.id, name: child.given_name + ' ' + child.family_name, through: through} AS other
  ORDER BY other.name, other.id
  LIMIT $bounds.children + 1
} END AS others
WITH look, found, people, others, coalesce(refusal, found.rule, 'none') AS rule
SET look.level = CASE WHEN found IS NULL THEN 'none' ELSE 'content' END, look.rule = rule,
  look.outcome = CASE WHEN found IS NULL THEN 'refused' ELSE 'shown' END, look.opened = found.id,
  look.returned = CASE WHEN found IS NULL THEN [] ELSE [found.id] + [row IN people | row.id]
    + [other IN others[..$bounds.children] | other.id] END,
  look.review = CASE WHEN rule = 'over_budget' THEN 'over_budget' END
WITH found, people, others, rule
WHERE rule <> 'none'
RETURN rule, CASE WHEN found IS NULL THEN NULL ELSE {id: found.id, name: found.name} END AS child,
  [row IN people | {id: row.id, name: row.name, how: row.how}] AS people, others[..$bounds.children] AS children,
  coalesce(size(found.rows), 0) > $bounds.people AS more_people, size(others) > $bounds.children AS more_children

// How two children are connected: through one person, or through a person, a third child and another person.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, asked_too, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   budget  map    how many children this sign-in may open in a day: children
// @param   bounds  map    people around one end, and children between, that are followed: people, children
// @returns rule, too_many, ends, links
//
// Four steps between children are two people and one child between them, so nothing is searched: the people of both ends
// are met in the middle. Both ends and the child between are open to the caller at content; else no connection is told.
// Neither bound counts anything that is hidden. No row where an end is not open, whichever it is.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'find_path'
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
WITH look, me, active, mine, cleared, teams, spent, [id IN [$look.asked] + $look.asked_too WHERE NOT id IN spent] AS anew
WITH look, me, mine, cleared, teams, anew, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN size(anew) > 0 AND size(spent) + size(anew) > $budget.children THEN 'over_budget'
  END AS refusal
WITH look, me, mine, cleared, teams, anew, refusal, CASE WHEN refusal IS NOT NULL THEN [] ELSE COLLECT {
  UNWIND [$look.asked] + $look.asked_too AS wanted
  MATCH (child:Child&$any($scope.open))
  WHERE child.id >= wanted AND child.id <= wanted
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
  WITH cleared, child, rule, unnamed, COLLECT {
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
    RETURN {person: person, how: how} AS link
    ORDER BY how = 'cares_for', how, person.id
  } AS links
  RETURN {
    id: child.id, name: child.given_name + ' ' + child.family_name, rule: rule, links: links,
    people: COLLECT { UNWIND links AS link RETURN DISTINCT link.person AS person }
  } AS side
  ORDER BY side.id <> $look.asked
} END AS sides
WITH look, me, mine, cleared, teams, anew, refusal, sides, size(sides) = 2 AS open,
  any(side IN sides WHERE size(side.people) > $bounds.people) AS crowded
WITH look, me, mine, cleared, teams, anew, refusal, sides, open, crowded, CASE WHEN NOT open THEN [] ELSE
    [person IN sides[0].people WHERE person IN sides[1].people]
  END AS shared
WITH look, anew, refusal, sides, open, crowded, shared,
  CASE WHEN NOT open OR crowded OR shared <> [] THEN [] ELSE COLLECT {
    UNWIND sides[0].people AS one
    MATCH (one)-[:INVOLVED_WITH|LEADS|CARES_FOR]->(child:Child&$any($scope.open))
    WHERE NOT child.id IN [$look.asked] + $look.asked_too
    WITH DISTINCT me, mine, cleared, teams, sides, child
    MATCH (child)<-[:INVOLVED_WITH|LEADS|CARES_FOR]-(two)
    WHERE two IN sides[1].people
    WITH DISTINCT me, mine, cleared, teams, sides, child
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
    WITH cleared, sides, child, unnamed, COLLECT {
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
      WITH sides, person, how
      WHERE how <> 'houses' AND (person IN sides[0].people OR person IN sides[1].people)
      RETURN {person: person, how: how} AS link
      ORDER BY how = 'cares_for', how, person.id
    } AS links
    WHERE any(link IN links WHERE link.person IN sides[0].people) AND any(link IN links WHERE link.person IN sides[1].people)
    RETURN {id: child.id, name: child.given_name + ' ' + child.family_name, links: links} AS between
    ORDER BY between.name, between.id
    LIMIT $bounds.children + 1
  } END AS between
WITH look, anew, refusal, sides, open, shared, between[0] AS middle, crowded OR size(between) > $bounds.children AS too_many
WITH look, anew, refusal, sides, open, too_many, CASE
    WHEN NOT open OR too_many THEN []
    WHEN shared <> [] THEN [[sides[0], sides[1]]]
    WHEN middle IS NOT NULL THEN [[sides[0], middle], [middle, sides[1]]]
    ELSE []
  END AS hops
WITH look, anew, refusal, sides, open, too_many, [hop IN hops | head([
    from_ IN hop[0].links WHERE any(to_ IN hop[1].links WHERE to_.person = from_.person) | {
      id: from_.person.id,
      name: coalesce(from_.person.name, from_.person.given_name + ' ' + from_.person.family_name),
      from_child: hop[0].id, from_name: hop[0].name, from_how: from_.how,
      to_child: hop[1].id, to_name: hop[1].name,
      to_how: head([to_ IN hop[1].links WHERE to_.person = from_.person | to_.how])
    }
  ])] AS links
WITH look, anew, refusal, sides, open, too_many, links, CASE WHEN refusal IS NOT NULL THEN refusal
  WHEN open THEN sides[0].rule ELSE 'none' END AS rule
SET look.level = CASE WHEN open THEN 'content' ELSE 'none' END, look.rule = rule,
  look.outcome = CASE WHEN open THEN 'shown' ELSE 'refused' END,
  look.opened = CASE WHEN open THEN coalesce(anew[0], $look.asked) END,
  look.returned = [side IN sides WHERE open | side.id] + [link IN links | link.id] + [link IN links[1..] | link.from_child],
  look.review = CASE WHEN rule = 'over_budget' THEN 'over_budget' END
WITH rule, open, too_many, sides, links
WHERE rule <> 'none'
RETURN rule, too_many, [side IN sides | {id: side.id, name: side.name, rule: side.rule}] AS ends, links

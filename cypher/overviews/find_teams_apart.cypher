// Brothers and sisters whose teams share nobody and have not been in touch, of children whom this caller answers for.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   wanted  map    quiet_since, and after: id of the last row read
// @param   most    int    how many pairs are looked at for one page
// @param   limit   int    the most rows of a page
// @returns active, rows
//
// Both children are open to the caller at content, and a team is whom the caller may know there. In touch are teams of whom
// somebody each came to a meeting about one of the two, who met about both, or of whom one each spoke about one of them. A
// meeting or a talk about another child says nothing here, since that child may not be open; nor does one of somebody whom
// the caller may not know around either of the two, whatever they are to the other.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'find_teams_apart'
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
    MATCH (worker:Practitioner)
    WHERE size($scope.office) > 0 AND worker.custodian = $look.authority
    MATCH (worker)-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
    WHERE seat.custodian = $look.authority AND seat.state = 'confirmed'
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    RETURN child
  }
  WITH me, mine, cleared, teams, child
  WHERE child.custodian = $look.authority AND child.died_on IS NULL AND $sees.family
  WITH me, mine, cleared, teams, child,
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
  UNWIND siblings AS sibling
  WITH DISTINCT me, mine, cleared, teams, CASE WHEN child.id < sibling.id THEN [child, sibling] ELSE [sibling, child] END AS pair
  WITH me, mine, cleared, teams, pair, pair[0] AS one, pair[1] AS two, pair[0].id + ' ' + pair[1].id AS id
  // Somebody of no sensitive service who works with both is surely known around both, and settles most pairs at little cost.
  WHERE id > $wanted.after.id AND NOT EXISTS {
      MATCH (one)<-[here:INVOLVED_WITH]-(known:Practitioner)-[there:INVOLVED_WITH]->(two)
      WHERE all(seat IN [here, there] WHERE seat.state = 'confirmed' AND seat.custodian = one.custodian
          AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
          AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
          AND EXISTS {
            MATCH (post:Service)
            WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'additional'
          })
        AND NOT EXISTS { (known)-[:WORKS_IN]->(:Service {tier: 'sensitive'}) }
        AND NOT EXISTS {
          MATCH (known)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(about)
          WHERE about IN pair
          MATCH (post:Service)
          WHERE post.id >= tie.service_id AND post.id <= tie.service_id AND post.tier = 'sensitive'
        }
    }
  WITH me, mine, cleared, teams, pair, id
  ORDER BY id
  LIMIT $most
  WITH id, COLLECT {
    UNWIND pair AS child
    WITH me, mine, cleared, teams, child
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
    WITH child, rule, unnamed, COLLECT {
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
      WITH DISTINCT person, how = 'cares_for' AS family
      WHERE NOT family
      RETURN person
      ORDER BY person.name, person.id
    } AS team
    WHERE team <> []
    RETURN {child: child, rule: rule, unnamed: unnamed, team: team} AS side
    ORDER BY child.id
  } AS sides
  WHERE size(sides) = 2 AND none(person IN sides[0].team WHERE person IN sides[1].team)
  WITH id, sides, [side IN sides | [person IN side.team
    WHERE none(each IN sides WHERE person.id IN each.unnamed)]] AS heard
  WHERE NOT EXISTS {
      UNWIND heard[0] AS person
      MATCH (person)-[spoke:SPOKE_WITH]-(other:Practitioner)
      WHERE other IN heard[1] AND spoke.child_id IN [side IN sides | side.child.id]
        AND spoke.on >= $wanted.quiet_since AND coalesce(spoke.end_reason, '') <> 'recorded_in_error'
    }
    AND NOT EXISTS {
      UNWIND sides AS side
      WITH side.child AS about
      MATCH (meeting:Meeting)-[agenda:ABOUT]->(about)
      WHERE meeting.state = 'held' AND meeting.held_on >= $wanted.quiet_since AND meeting.held_on <= $today
        AND meeting.custodian = about.custodian AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
        AND agenda.custodian = about.custodian AND coalesce(agenda.end_reason, '') <> 'recorded_in_error'
        AND (all(team IN heard WHERE EXISTS {
            MATCH (person:Practitioner)-[came:ATTENDED]->(meeting)
            WHERE person IN team AND coalesce(came.end_reason, '') <> 'recorded_in_error'
          }) OR all(side IN sides WHERE EXISTS {
            MATCH (meeting)-[both:ABOUT]->(whose:Child)
            WHERE whose = side.child AND both.custodian = whose.custodian AND coalesce(both.end_reason, '') <> 'recorded_in_error'
          }) AND EXISTS {
            MATCH (person:Practitioner)-[part:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
            WHERE (person IN heard[0] OR person IN heard[1]) AND coalesce(part.end_reason, '') <> 'recorded_in_error'
          })
    }
  RETURN {
    id: id, sides: [side IN sides | {
      child: {
        id: side.child.id, given_name: side.child.given_name, family_name: side.child.family_name, born: side.child.born
      },
      rule: side.rule, team: [person IN side.team | {id: person.id, name: person.name}]
    }]
  } AS row
  ORDER BY row.id
  LIMIT $limit
} END AS rows
SET look.level = CASE WHEN rows = [] THEN 'none' ELSE 'content' END,
  look.rule = CASE WHEN active THEN 'own_list' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END,
  look.returned = COLLECT {
    UNWIND rows AS row
    UNWIND row.sides AS side
    UNWIND [side.child.id] + [person IN side.team | person.id] AS id
    RETURN DISTINCT id
  }
RETURN active, rows

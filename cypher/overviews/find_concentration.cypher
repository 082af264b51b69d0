// On whom much rests: whose leaving would leave children without targeted work, and who leads for many.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   owner   owner  label of the caller's own authority
// @param   sees    map    the role's projection: access/policy.py
// @param   wanted  map    over: from more children on somebody leads for many
// @param   team    map    id: of one team's people only, or null
// @param   bounds  map    the most people whose children are looked at
// @param   limit   int    the most people of each list
// @returns active, too_many, relied_on, leads
//
// Only children open to the caller at content are counted, and whom the caller may not know around a child is nobody there:
// neither one who works with it, nor one who is left. The bound is of colleagues, who are nobody's secret. Whoever is surely
// known there settles most children before it is asked whether they are open, which is what takes time.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'find_concentration'
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
      WITH team
      WHERE $team.id IS NULL OR team = $team.id
      MATCH (place:Service)
      WHERE place.id >= team AND place.id <= team
      MATCH (who:Practitioner&$($owner))-[post:WORKS_IN]->(place)
      WHERE (post.start IS NULL OR post.start <= $today) AND (post.end IS NULL OR post.end > $today)
        AND coalesce(post.end_reason, '') <> 'recorded_in_error'
      RETURN who
      UNION
      MATCH (who:Practitioner)
      WHERE who.custodian = $look.authority AND any(label IN labels(who) WHERE label IN $scope.office)
        AND ($team.id IS NULL OR EXISTS {
            MATCH (who)-[post:WORKS_IN]->(place:Service)
            WHERE place.id = $team.id AND (post.start IS NULL OR post.start <= $today)
              AND (post.end IS NULL OR post.end > $today) AND coalesce(post.end_reason, '') <> 'recorded_in_error'
          })
      RETURN who
    }
    RETURN who
    LIMIT $bounds.people + 1
  } END AS people
WITH look, me, active, mine, cleared, teams, size(people) > $bounds.people AS too_many, people
WITH look, me, active, mine, cleared, teams, too_many, CASE WHEN too_many OR $sees.team <> 'all' THEN [] ELSE people END AS people
WITH look, active, too_many, COLLECT {
    UNWIND people AS who
    MATCH (who)-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
    WHERE seat.state = 'confirmed' AND seat.custodian = child.custodian
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND NOT coalesce(seat.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
      AND EXISTS {
        MATCH (place:Service)
        WHERE place.id >= seat.service_id AND place.id <= seat.service_id AND place.tier <> 'universal'
      }
    WITH DISTINCT me, mine, cleared, teams, who, child
    WHERE child.died_on IS NULL AND child.custodian = $look.authority
    WITH me, mine, cleared, teams, who, child, COLLECT {
        MATCH (other:Practitioner|Service)-[beside:INVOLVED_WITH]->(child)
        WHERE other <> who AND beside.state = 'confirmed' AND beside.custodian = child.custodian
          AND (beside.start IS NULL OR beside.start <= $today) AND (beside.end IS NULL OR beside.end > $today)
          AND NOT coalesce(beside.end_reason, '') IN ['recorded_in_error', 'consent_withdrawn']
        MATCH (place:Service)
        WHERE place.id >= beside.service_id AND place.id <= beside.service_id AND place.tier <> 'universal'
        // Of a sensitive service in any way: whether the caller may know of them there is asked below.
        RETURN {id: other.id, doubtful: other.tier = 'sensitive' OR EXISTS {
            MATCH (other)-[:WORKS_IN]->(base:Service)
            WHERE base.tier = 'sensitive'
          } OR EXISTS {
            MATCH (other)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
            MATCH (base:Service)
            WHERE base.id >= tie.service_id AND base.id <= tie.service_id AND base.tier = 'sensitive'
          }} AS one
      } AS others
    WHERE all(one IN others WHERE one.doubtful)
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
    WITH who, others, unnamed
    WHERE NOT who.id IN unnamed AND all(one IN others WHERE one.id IN unnamed)
    WITH who, count(*) AS children
    RETURN {id: who.id, name: who.name, children: children} AS row
    ORDER BY row.children DESC, row.name, row.id
    LIMIT $limit
  } AS relied_on, COLLECT {
    UNWIND people AS who
    MATCH (who)-[lead:LEADS]->(child:Child&$any($scope.open))
    WHERE $sees.lead AND lead.state = 'accepted' AND lead.custodian = child.custodian AND child.died_on IS NULL
      AND child.custodian = $look.authority AND (lead.start IS NULL OR lead.start <= $today) AND (lead.end IS NULL OR lead.end > $today)
      AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
    WITH me, mine, cleared, teams, who, collect(DISTINCT child) AS led
    WHERE size(led) > $wanted.over
    UNWIND led AS child
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
    WITH who, unnamed
    WHERE NOT who.id IN unnamed
    WITH who, count(*) AS children
    WHERE children > $wanted.over
    RETURN {id: who.id, name: who.name, children: children} AS row
    ORDER BY row.children DESC, row.name, row.id
    LIMIT $limit
  } AS leads
SET look.level = CASE WHEN relied_on = [] AND leads = [] THEN 'none' ELSE 'content' END,
  look.rule = CASE WHEN active THEN 'own_list' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active AND NOT too_many THEN 'shown' ELSE 'refused' END,
  look.returned = [row IN relied_on | row.id] + [row IN leads WHERE NOT row.id IN [one IN relied_on | one.id] | row.id]
RETURN active, too_many, relied_on, leads

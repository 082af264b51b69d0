// What has changed in the caller's own part since a place in its log, each change at the caller's level for its child.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees   map    the role's projection: access/policy.py
// @param   after  map    sequence: the last place already read
// @param   limit  int    the most places of the log to look at
// @returns active, changes, next
//
// Changes of children who are not open are left out, and so is what a sensitive service did; next goes on all the same.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'list_changes'
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
    MATCH (change:Change)
    WHERE change.authority = $look.authority AND change.sequence > $after.sequence
    RETURN change
    ORDER BY change.sequence
    LIMIT $limit
  } END AS page
WITH look, me, active, mine, cleared, teams, page, COLLECT {
    UNWIND page AS each
    WITH DISTINCT each.child_id AS id
    MATCH (record:(Child|Merged)&$any($scope.open))
    WHERE record.id >= id AND record.id <= id
    // What was changed of a record before it was merged into another is of that child's now.
    MATCH (record)-[same:POSSIBLY_SAME_AS WHERE same.state = 'merged']-{0,5}(child:Child&$any($scope.open))
    WHERE record:Merged OR child = record
    WITH child, collect(id) AS ids
    WITH child, ids,
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
    WITH child, ids, shields,
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
    // Of a protected child a line in an authority's log would tell which authority keeps it.
    WHERE rule <> 'none' AND NOT 'shield' IN shields
    WITH child, ids, rule,
      // fragment level: begin
      CASE
        WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
        WHEN rule = 'record_keeping' THEN 'identity'
        WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
        ELSE 'none'
      END
      // fragment level: end
      AS level,
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
    UNWIND [one IN page WHERE one.child_id IN ids] AS change
    // That a signal began or ended, and what was decided of it, is for those who may be told of it.
    CALL (me, mine, cleared, teams, change) {
      MATCH (signal:Signal)
      WHERE change.type IN ['Signal', 'SignalDecision'] AND signal.id IN [change.fact_id] + COLLECT {
          MATCH (decision:SignalDecision)-[:DECIDES]->(about:Signal)
          WHERE decision.id = change.fact_id
          RETURN about.id
        }
      // fragment told_signal: begin
      CALL (me, mine, cleared, teams, signal) {
        MATCH (signal)-[:SPEAKS_OF]->(child:Child)
        WITH me, mine, signal, child,
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
        WITH me, mine, signal, child, shields,
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
        WITH me, mine, signal, child, shields, rule,
          // fragment level: begin
          CASE
            WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
            WHEN rule = 'record_keeping' THEN 'identity'
            WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
            ELSE 'none'
          END
          // fragment level: end
          AS level,
          // fragment elevated: begin
          (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
          // fragment elevated: end
          AS elevated
        WITH me, mine, signal, child, rule, elevated,
          level = 'content' AND shields = [] AND any(label IN labels(child) WHERE label IN $scope.open) AS open
        WITH signal, child, rule, elevated, open, CASE WHEN NOT open THEN [] ELSE
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
        WITH signal, collect({id: child.id, child: child, rule: rule, elevated: elevated, open: open, unnamed: unnamed}) AS spoken
        // Somebody unnamed around any of them: then only what is known outside sensitive services.
        WITH signal, spoken, head([one IN spoken WHERE one.id = signal.child_id]) AS subject
        WITH signal, spoken, subject, {
          child: subject.child, rule: subject.rule, elevated: subject.elevated, unnamed: [one IN spoken WHERE one.unnamed <> []]
        } AS about
        WHERE size(spoken) = 1 + size(signal.others) AND all(one IN spoken WHERE one.open) AND
          // fragment said_to: begin
          $sees.team = 'all' AND CASE WHEN about.unnamed = [] THEN signal.view = 'whole' OR signal.entire ELSE signal.view = 'open' END
          AND all(part IN signal.shows WHERE CASE part
              WHEN 'past' THEN about.elevated
              WHEN 'lead' THEN $sees.lead
              WHEN 'indications' THEN $sees.indications = 'all'
              WHEN 'assessments' THEN $sees.assessments
              WHEN 'family' THEN $sees.family
              WHEN 'address' THEN $sees.address
              ELSE part = 'team'
            END)
          // fragment said_to: end
        RETURN about.child AS child, about.rule AS rule, subject.unnamed AS unnamed
      }
      // fragment told_signal: end
      RETURN count(child) > 0 AS signalled
    }
    WITH child, level, unnamed, change, signalled, CASE
        WHEN level = 'content' THEN CASE
          WHEN change.type = 'LIVES_AT' THEN $sees.address
          WHEN change.type = 'Identifier' THEN size($sees.schemes) > 0
          ELSE $sees.team = 'all'
        END
        WHEN level = 'identity' THEN change.type IN ['Child', 'Identifier', 'LIVES_AT', 'POSSIBLY_SAME_AS']
        ELSE false
      END AS told
    // That a shield was lifted tells that there was one.
    WHERE (told OR level <> 'identity') AND change.type <> 'Protection'
      AND (signalled OR NOT change.type IN ['Signal', 'SignalDecision']) AND NOT
      // fragment hidden: begin
      (EXISTS {
        MATCH (who)-[fact]->(child)
        WHERE fact.id = change.fact_id AND who <> me
        OPTIONAL MATCH (post:Service)
        WHERE post.id >= fact.service_id AND post.id <= fact.service_id
        WITH who, post
        WHERE who.id IN unnamed OR post.tier = 'sensitive' AND NOT post.id IN mine
      } OR EXISTS {
        MATCH (meeting:Meeting)-[about:ABOUT]->(child)
        WHERE change.fact_id IN [meeting.id, about.id] AND (meeting.recorded_by IN unnamed OR meeting.recorded_by <> $look.by
          AND EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) } AND NOT EXISTS {
            MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
            WHERE who = me OR NOT who.id IN unnamed
          })
      } OR EXISTS {
        MATCH (who:Practitioner)-[seat:INVITED_TO|ATTENDED|CHAIRS]->(:Meeting)-[:ABOUT]->(child)
        WHERE seat.id = change.fact_id AND who.id IN unnamed
      } OR EXISTS {
        MATCH (one:Practitioner)-[talk:SPOKE_WITH]->(other:Practitioner)
        WHERE talk.child_id = child.id AND talk.id = change.fact_id AND NOT me IN [one, other]
          AND any(who IN [one, other] WHERE who.id IN unnamed)
      } OR EXISTS {
        MATCH (child)-[lives:LIVES_AT]->(home:Household)
        WHERE lives.id = change.fact_id
        MATCH (home) (()<-[other:LIVES_AT]-()
            WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
              AND coalesce(other.end_reason, '') <> 'recorded_in_error'
          ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
        WHERE (guard.end IS NULL OR guard.end > $today) AND (guard.kind = 'new_identity' OR NOT guard.id IN cleared)
      } OR EXISTS {
        MATCH (carer:Carer)-[:CARES_FOR]->(child)
        WHERE change.fact_id = carer.id OR EXISTS { MATCH (carer)-[stay:LIVES_AT]->() WHERE stay.id = change.fact_id }
        MATCH (carer) (()-[home:LIVES_AT]-()
            WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
              AND coalesce(home.end_reason, '') <> 'recorded_in_error'
          ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
        WHERE (shield.end IS NULL OR shield.end > $today) AND NOT shield.id IN cleared
      })
      // fragment hidden: end
    RETURN {
      sequence: change.sequence, at: change.at, child_id: child.id, level: level,
      action: CASE WHEN told THEN change.action END, type: CASE WHEN told THEN change.type END,
      fact_id: CASE WHEN told THEN change.fact_id END, version: CASE WHEN told THEN change.version END
    } AS entry
  } + CASE WHEN NOT $look.role IN ['data_team', 'manager', 'system'] THEN [] ELSE COLLECT {
    // People and services are about no child: for those who keep them, and who signs in only for the data team.
    UNWIND page AS change
    WITH change
    WHERE change.child_id IS NULL AND (change.type <> 'Account' OR $look.role = 'data_team')
    RETURN {
      sequence: change.sequence, at: change.at, child_id: NULL, level: NULL, action: change.action, type: change.type,
      fact_id: change.fact_id, version: change.version
    } AS entry
  } END AS found
WITH look, active, page, COLLECT {
    UNWIND found AS entry
    RETURN entry
    ORDER BY entry.sequence
  } AS changes
SET look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END, look.returned = [one IN changes WHERE one.child_id IS NOT NULL | one.child_id],
  look.rule = CASE WHEN active THEN 'own_log' ELSE 'account_not_active' END
RETURN active, changes, coalesce(last(page).sequence, $after.sequence) AS next

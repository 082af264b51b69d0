// What others changed about the children whom this caller works with, and what they had read that was a mistake.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees   map    the role's projection: access/policy.py
// @param   since  map    at and day from which on
// @param   limit  int    the most notices to return
// @returns active, notices
//
// It starts from the caller, who has dozens of children. What was withdrawn is told to whoever had opened the child
// while it stood, also where the child is closed to them now: without saying what it was.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'read_my_notices'
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
WITH look, me, active, COLLECT {
    MATCH (me)-[:LEADS|INVOLVED_WITH|CHAIRS]->(place)
    MATCH (place)-[:ABOUT]->{0,1}(child:Child&$any($scope.open))
    WHERE active
    WITH DISTINCT child
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
    WITH child, shields,
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
    WHERE rule IN ['leads', 'own_involvement', 'chairs'] AND NOT 'shield' IN shields
    WITH child,
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
    MATCH (change:Change)
    WHERE change.child_id = child.id AND change.at >= $since.at AND change.by <> $look.by
      AND ($sees.team = 'all' OR change.type IN ['LEADS', 'HAS_CONCERN']) AND NOT change.type IN ['Identifier', 'Protection', 'POSSIBLY_SAME_AS', 'Signal', 'SignalDecision']
      AND ($sees.address OR change.type <> 'LIVES_AT') AND change.action <> 'withdraw_mistake'
      AND NOT EXISTS {
        MATCH ()-[wrong]->(child)
        WHERE wrong.id = change.fact_id AND wrong.end_reason = 'recorded_in_error'
      }
      // Of a meeting or referral that was never so, or is not about this child, nothing is news: nor who was asked to it.
      AND NOT EXISTS {
        MATCH (wrong:Meeting|Referral)-[about:ABOUT]->(child)
        WHERE 'recorded_in_error' IN [wrong.end_reason, about.end_reason]
          AND (change.fact_id IN [wrong.id, about.id] OR EXISTS { MATCH ()-[seat]->(wrong) WHERE seat.id = change.fact_id })
      }
      AND NOT EXISTS {
        MATCH (:Practitioner)-[wrong:SPOKE_WITH]->(:Practitioner)
        WHERE wrong.child_id = child.id AND wrong.id = change.fact_id AND wrong.end_reason = 'recorded_in_error'
      }
      AND NOT
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
      at: change.at, action: change.action, fact_id: change.fact_id,
      child: {id: child.id, given_name: child.given_name, family_name: child.family_name}
    } AS notice
    UNION ALL
    MATCH (seen:Disclosure)
    WHERE active AND seen.subject = $look.subject AND seen.day >= $since.day AND seen.level = 'content'
    WITH seen.opened AS id, collect(seen.at) AS looks
    MATCH (change:Change)
    WHERE change.child_id = id AND change.action = 'withdraw_mistake' AND change.at >= $since.at
      AND change.by <> $look.by
    MATCH (stood:Version)
    WHERE stood.fact_id = change.fact_id
    WITH id, looks, change, min(stood.recorded_at) AS told
    WHERE any(at IN looks WHERE told <= at AND at < change.at)
    RETURN {
      at: change.at, action: change.action, fact_id: NULL, child: {id: id, given_name: NULL, family_name: NULL}
    } AS notice
  } AS every
WITH look, active, COLLECT {
    UNWIND every AS notice
    RETURN DISTINCT notice
    ORDER BY notice.at DESC, notice.child.id, notice.fact_id
    LIMIT $limit
  } AS notices
SET look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END, look.returned = [one IN notices | one.child.id],
  look.rule = CASE WHEN active THEN 'own_children' ELSE 'account_not_active' END
RETURN active, notices

// For how many children whom this caller answers for each signal stood, on the Monday of each week.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   weeks   maps   day: the Monday of each, oldest first; the last is today
// @param   team    map    id: of one team's children only, or null
// @param   silent  map    at: a feed that last came before this is not live
// @returns active, settings, counts
//
// Only children of the caller's own authority are counted, and only those open to them today: no count leaves it.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'count_signals'
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
  // fragment signals_answered_for: begin
  CALL (mine, teams) {
    UNWIND teams AS team
    WITH team
    WHERE $team.id IS NULL OR team = $team.id
    MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$any($scope.open))
    WHERE seat.custodian = $look.authority AND seat.service_id = team AND seat.state = 'confirmed'
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    WITH DISTINCT child
    WHERE child.custodian = $look.authority
    MATCH (child)<-[:SPEAKS_OF]-(signal:Signal)
    WHERE signal.child_id = child.id
    RETURN signal
    UNION
    MATCH (signal:Signal)
    WHERE size($scope.office) > 0 AND signal.custodian = $look.authority
      AND ($team.id IS NULL OR EXISTS {
          MATCH (signal)-[:SPEAKS_OF]->(about:Child)<-[seat:INVOLVED_WITH]-()
          WHERE about.id = signal.child_id AND seat.service_id = $team.id AND seat.state = 'confirmed'
            AND seat.custodian = about.custodian
            AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
            AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
            AND (seat.service_id IN mine OR coalesce(seat.end_reason, '') <> 'consent_withdrawn' AND EXISTS {
                MATCH (post:Service)
                WHERE post.id >= $team.id AND post.id <= $team.id AND post.tier <> 'sensitive'
              })
        })
    RETURN signal
  }
  // fragment signals_answered_for: end
  WITH DISTINCT me, mine, cleared, teams, signal
  WHERE signal.custodian = $look.authority AND signal.since <= $today
    AND (signal.ended_on IS NULL OR signal.ended_on > $weeks[0].day)
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
  WITH signal, child, rule
  WHERE rule IN ['manages', 'office']
  UNWIND $weeks AS week
  WITH signal, child, week.day AS day
  WHERE signal.since <= day AND (signal.ended_on IS NULL OR signal.ended_on > day)
    AND (signal.until IS NULL OR signal.until > day)
  WITH signal.code AS code, day, count(DISTINCT child) AS children
  RETURN {code: code, week: day, children: children} AS one
  ORDER BY one.code, one.week
} END AS counts
SET look.level = 'none', look.rule = CASE WHEN active THEN 'own_list' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END, look.returned = []
RETURN active,
  // fragment settings: begin
  head(COLLECT {
    MATCH (authority:Authority)
    WHERE authority.code >= $look.authority AND authority.code <= $look.authority
    OPTIONAL MATCH (scan:Scan)
    WHERE scan.custodian >= authority.code AND scan.custodian <= authority.code
    RETURN {
      nation: authority.nation, scanned_at: scan.finished_at,
      supplies:
        // fragment live_feeds: begin
        COLLECT {
          MATCH (agency:Agency)-[supply:SUPPLIES]->(authority)
          WHERE supply.since <= $today AND supply.last_received_at >= $silent.at
          RETURN {facts: supply.facts, sector: agency.sector}
        }
        // fragment live_feeds: end
    } AS settings
  })
  // fragment settings: end
  AS settings, counts

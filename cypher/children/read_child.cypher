// Who one child is, as this caller may see it: names, numbers by function, where the child lives; no row where nothing opens it.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   budget  map    how many children this sign-in may open in a day: children
// @param   desk    map    the one national desk for protected children: phone, hours
// @returns level, rule, protected, custodian, contact, child, former_names, address_state, version, identifiers, addresses
//
// The same order as read_network: the disclosure first, then the child, then the level.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'read_child'
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
OPTIONAL MATCH (child:Child&$any($scope.open))
WHERE child.id >= $look.asked AND child.id <= $look.asked
WITH look, me, child, active, mine, cleared, teams,
  // fragment spent: begin
  COLLECT {
    MATCH (earlier:Disclosure)
    WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier.opened IS NOT NULL
    RETURN DISTINCT earlier.opened AS opened
  }
  // fragment spent: end
  AS spent,
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
WITH look, me, child, mine, cleared, 'shield' IN shields AS protected, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN NOT $look.asked IN spent AND size(spent) >= $budget.children THEN 'over_budget'
    ELSE
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
  END AS rule
WITH look, me, child, mine, cleared, protected, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
SET look.level = level, look.rule = rule, look.outcome = CASE level WHEN 'none' THEN 'refused' ELSE 'shown' END,
  look.opened = CASE WHEN level <> 'none' THEN child.id END,
  look.returned = CASE WHEN level = 'none' THEN [] ELSE [child.id] END,
  look.review = CASE WHEN rule = 'over_budget' THEN 'over_budget' END
WITH look, me, child, mine, cleared, protected, rule, level, level IN ['content', 'identity'] AND NOT protected AS whole
WHERE level <> 'none' OR rule IN ['account_not_active', 'over_budget']
WITH look, me, child, mine, cleared, protected, rule, level, whole,
  // fragment elevated: begin
  (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
  // fragment elevated: end
  AS elevated,
  CASE WHEN level = 'none' OR protected THEN [] ELSE
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
WITH child, cleared, protected, rule, level, whole, elevated,
  CASE WHEN level = 'none' THEN {contact: {
    kind: 'duty_desk', name: 'The duty desk of your own authority', phone: NULL, email: NULL, hours: NULL,
    out_of_hours_phone: NULL, covered_by: NULL
  }} ELSE
    // fragment reach: begin
    CASE WHEN protected THEN {
      custodian: NULL, lead: NULL,
      contact: {
        kind: 'national_desk', name: 'National desk', phone: $desk.phone, email: NULL, hours: $desk.hours,
        out_of_hours_phone: $desk.phone, covered_by: NULL
      }
    } ELSE head(COLLECT {
      MATCH (desk:Authority)
      WHERE desk.code >= child.custodian AND desk.code <= child.custodian
      OPTIONAL MATCH (who:Practitioner)-[leads:LEADS]->(child)
      WHERE leads.state = 'accepted' AND leads.custodian = child.custodian
        AND (leads.start IS NULL OR leads.start <= $today) AND (leads.end IS NULL OR leads.end > $today)
        AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
        AND NOT who.id IN unnamed AND rule <> 'record_keeping'
      OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
      WHERE (held.start IS NULL OR held.start <= $today) AND (held.end IS NULL OR held.end > $today)
        AND coalesce(held.end_reason, '') <> 'recorded_in_error'
        AND base.phone IS NOT NULL AND (base.tier <> 'sensitive' OR base.id IN mine)
      OPTIONAL MATCH (who)-[away:COVERED_BY]->(cover:Practitioner)
      WHERE away.absent_until >= $today
      RETURN {
        custodian: {code: desk.code, name: desk.name},
        lead: CASE WHEN who IS NOT NULL THEN {
          id: who.id, name: who.name, kind: leads.kind, since: leads.start, lead_id: leads.id, version: leads.version
        } END,
        contact: {
          kind: CASE WHEN who IS NULL THEN 'duty_desk' ELSE 'lead' END,
          name: coalesce(who.name, desk.name + ' duty desk'),
          phone: coalesce(who.phone, base.phone, desk.duty_phone),
          email: who.email,
          hours: desk.duty_hours,
          out_of_hours_phone: desk.out_of_hours_phone,
          covered_by: CASE WHEN cover IS NOT NULL THEN {name: cover.name, phone: cover.phone, until: away.absent_until} END
        }
      } AS reach
      ORDER BY base.id, away.absent_until DESC, cover.id
      LIMIT 1
    }) END
    // fragment reach: end
  END AS reach,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (child)-[claim:IDENTIFIED_BY]->(number:Identifier)
    WHERE number.scheme IN $sees.schemes
      AND (number.state = 'current' OR number.state = 'conflict' AND $sees.conflicts)
      AND (claim.start IS NULL OR claim.start <= $today) AND (claim.end IS NULL OR claim.end > $today)
      AND coalesce(claim.end_reason, '') <> 'recorded_in_error'
    RETURN {scheme: number.scheme, value: number.value, state: number.state} AS number
    ORDER BY number.scheme, number.value
  } END AS identifiers,
  CASE WHEN NOT whole OR NOT $sees.address THEN [] ELSE COLLECT {
    MATCH (child)-[lives:LIVES_AT]->(home:Household)
    WHERE (lives.start IS NULL OR lives.start <= $today) AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
    WITH lives, home, lives.end IS NULL OR lives.end > $today AS current
    WHERE current OR elevated
    // Where the child once lived, somebody who hides may live today.
    WITH lives, home, current
    WHERE NOT EXISTS {
      MATCH (home) (()<-[other:LIVES_AT]-()
          WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
            AND coalesce(other.end_reason, '') <> 'recorded_in_error'
        ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
      WHERE (guard.end IS NULL OR guard.end > $today) AND (guard.kind = 'new_identity' OR NOT guard.id IN cleared)
    }
    RETURN {
      current: current, address: home.address, postcode: home.postcode, uprn: home.uprn, kind: home.kind,
      start: lives.start, end: lives.end, id: home.id
    } AS place
    ORDER BY place.current DESC, place.start IS NULL, place.start DESC, place.id, place.end
  } END AS places
RETURN level,
  // fragment told: begin
  CASE WHEN protected AND rule IN ['agreement', 'enactment'] THEN 'protected' ELSE rule END
  // fragment told: end
  AS rule,
  protected, reach.custodian AS custodian, reach.contact AS contact,
  CASE WHEN level IN ['content', 'identity'] THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born,
    born_estimated: coalesce(child.born_estimated, false), sex: child.sex, died_on: child.died_on
  } END AS child,
  CASE WHEN whole AND (elevated OR level = 'identity') THEN coalesce(child.former_names, []) ELSE [] END AS former_names,
  CASE WHEN whole AND $sees.address THEN child.address_state END AS address_state,
  CASE WHEN level IN ['content', 'identity'] THEN child.version END AS version,
  identifiers,
  [place IN places | {
    current: place.current, address: place.address, postcode: place.postcode, uprn: place.uprn, kind: place.kind,
    start: place.start, end: place.end
  }] AS addresses

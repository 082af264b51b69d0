// The people and services around one child, as this caller may see them; no row where nothing opens the child.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees    map    the role's projection: access/policy.py
// @param   budget  map    how many children this sign-in may open in a day: children
// @param   desk    map    the one national desk for protected children: phone, hours
// @returns level, rule, protected, custodian, contact, child, lead, team, carers, parental_responsibility, siblings, indications, assessments, meetings, conversations
//
// The disclosure comes first, so that content, existence, hidden and absent are all recorded alike; the last
// two give no row. The child is found by >= and <= because an equality would lock an absent id (engine.md).
// Parameters are maps because the server plans anew for each size of a list or a string, and takes seconds.
// An inactive account or a spent budget gives a row with level none: it is about the caller, not about the child.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'read_network'
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
WITH look, me, child, mine, cleared, teams, 'shield' IN shields AS protected, CASE
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
WITH look, me, child, mine, cleared, teams, protected, rule,
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
  look.review = CASE WHEN rule = 'over_budget' THEN 'over_budget' END
WITH look, me, child, mine, cleared, teams, protected, rule, level, level = 'content' AND NOT protected AS whole
WHERE level <> 'none' OR rule IN ['account_not_active', 'over_budget']
WITH look, me, child, mine, cleared, teams, protected, rule, level, whole,
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
WITH look, me, child, mine, cleared, teams, protected, rule, level, whole, elevated, unnamed,
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
  CASE WHEN NOT whole OR $sees.team = 'none' THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
    MATCH (post:Service)-[:PART_OF]->(agency:Agency)
    WHERE post.id >= seat.service_id AND post.id <= seat.service_id
    WITH who, seat, post, agency, seat.end IS NULL OR seat.end > $today AS current, who = me OR post.id IN mine AS own
    WHERE (own OR $sees.team = 'all') AND (current OR post.tier = 'universal' OR elevated)
      AND (own OR coalesce(seat.end_reason, '') <> 'consent_withdrawn')
    OPTIONAL MATCH (who)-[lead:LEADS]->(child)
    WHERE lead.state = 'accepted' AND lead.custodian = child.custodian
      AND (lead.start IS NULL OR lead.start <= $today) AND (lead.end IS NULL OR lead.end > $today)
      AND coalesce(lead.end_reason, '') <> 'recorded_in_error' AND NOT who.id IN unnamed
    WITH who, seat, post, agency, current, own, count(lead) > 0 AND current AS leads
    OPTIONAL MATCH (who)-[away:COVERED_BY]->(cover:Practitioner)
    WHERE away.absent_until >= $today
    WITH who, seat, post, agency, current, own, leads, away, cover
    ORDER BY away.absent_until DESC, cover.id
    WITH who, seat, post, agency, current, own, leads, collect({name: cover.name, phone: cover.phone, until: away.absent_until}) AS covers
    // Masked seats are one and the same row, so that neither count, date nor order tells more than that there is one.
    WITH DISTINCT CASE WHEN post.tier = 'sensitive' AND NOT own
      THEN {kind: 'sensitive', name: 'a sensitive service', current: current, leads: false}
      ELSE {
        kind: CASE WHEN who:Service THEN 'service' ELSE 'practitioner' END,
        current: current, leads: leads, id: who.id, name: who.name, role: seat.role,
        post: {id: post.id, name: post.name, kind: post.kind, tier: post.tier, agency: agency.name, sector: agency.sector},
        custodian: seat.custodian,
        state: CASE WHEN seat.custodian = child.custodian THEN seat.state ELSE 'asserted' END,
        start: seat.start, end: seat.end, end_reason: seat.end_reason, confirmed_on: seat.confirmed_on,
        involvement_id: seat.id, version: seat.version,
        phone: coalesce(who.phone, post.phone), email: who.email,
        covered_by: head([one IN covers WHERE one.name IS NOT NULL])
      } END AS seat
    RETURN seat
    ORDER BY seat.leads DESC, seat.current DESC, seat.kind = 'sensitive', seat.start, seat.id, seat.post.id, seat.end,
      seat.involvement_id
  } END AS team,
  CASE WHEN level <> 'content' OR NOT $sees.family THEN [] ELSE COLLECT {
    MATCH (carer:Carer)-[care:CARES_FOR]->(child)
    WHERE (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
      AND coalesce(care.end_reason, '') <> 'recorded_in_error'
      AND NOT carer:Held
      AND NOT EXISTS {
        MATCH (carer)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
        WHERE veil.end IS NULL OR veil.end > $today
      }
    // A telephone rings where somebody is: not behind a shield, and not across a border that nothing opens.
    WITH carer, care, NOT protected
      AND (carer.custodian IN [child.custodian, $look.authority] OR any(label IN labels(carer) WHERE label IN $scope.agreed))
      AND NOT EXISTS {
        MATCH (carer) (()-[home:LIVES_AT]-()
            WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
              AND coalesce(home.end_reason, '') <> 'recorded_in_error'
          ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
        WHERE shield.kind = 'shield' AND (shield.end IS NULL OR shield.end > $today) AND NOT shield.id IN cleared
      } AS reachable
    RETURN {
      id: CASE WHEN NOT protected THEN carer.id END,
      version: CASE WHEN NOT protected AND NOT carer:Child AND carer.custodian = $look.authority THEN carer.version END,
      name: carer.given_name + ' ' + carer.family_name,
      capacity: CASE WHEN NOT protected THEN care.capacity END,
      since: CASE WHEN NOT protected THEN care.start END,
      phone: CASE WHEN reachable THEN carer.phone END
    } AS carer
    ORDER BY carer.name, carer.id, carer.capacity, carer.since
  } END AS carers,
  CASE WHEN NOT whole OR NOT $sees.family THEN [] ELSE COLLECT {
    MATCH (holder:Carer|Authority)-[held:HAS_PARENTAL_RESPONSIBILITY_FOR]->(child)
    WHERE (held.start IS NULL OR held.start <= $today) AND (held.end IS NULL OR held.end > $today)
      AND coalesce(held.end_reason, '') <> 'recorded_in_error'
      AND NOT holder:Held
      AND NOT EXISTS {
        MATCH (holder)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
        WHERE veil.end IS NULL OR veil.end > $today
      }
    RETURN {
      holder: coalesce(holder.given_name + ' ' + holder.family_name, holder.name),
      by_authority: holder:Authority, state: held.state, basis: held.basis, since: held.start
    } AS held
    ORDER BY held.holder, held.since, held.basis, held.state
  } END AS parental_responsibility,
  CASE WHEN NOT whole OR NOT $sees.family THEN [] ELSE COLLECT {
    MATCH (child)<-[mine_to:CARES_FOR]-(carer:Carer)-[theirs:CARES_FOR]->(sibling:Child&$any($scope.open))
    WHERE sibling <> child AND NOT carer:Held
      AND mine_to.custodian = child.custodian AND theirs.custodian = sibling.custodian
      AND mine_to.capacity IN ['parent', 'kinship', 'special_guardian']
      AND theirs.capacity IN ['parent', 'kinship', 'special_guardian']
      AND (mine_to.start IS NULL OR mine_to.start <= $today) AND (mine_to.end IS NULL OR mine_to.end > $today)
      AND coalesce(mine_to.end_reason, '') <> 'recorded_in_error' AND coalesce(theirs.end_reason, '') <> 'recorded_in_error'
      AND (theirs.start IS NULL OR theirs.start <= $today) AND (theirs.end IS NULL OR theirs.end > $today)
      AND NOT EXISTS {
        MATCH (carer)-[:PROTECTED_BY]->(veil:Protection {kind: 'new_identity'})
        WHERE veil.end IS NULL OR veil.end > $today
      }
    WITH DISTINCT sibling
    CALL (me, mine, cleared, teams, sibling) {
      WITH me, mine, cleared, teams, sibling AS child
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
      WITH me, mine, child, 'shield' IN shields AS protected,
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
      WITH me, mine, child, protected, rule,
        // fragment level: begin
        CASE
          WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
          WHEN rule = 'record_keeping' THEN 'identity'
          WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
          ELSE 'none'
        END
        // fragment level: end
        AS level,
        // fragment told: begin
        CASE WHEN protected AND rule IN ['agreement', 'enactment'] THEN 'protected' ELSE rule END
        // fragment told: end
        AS told,
        CASE WHEN protected THEN [] ELSE
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
      WITH child, level, told, protected,
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
        AS reach
      RETURN {
        id: child.id, level: level, rule: told, protected: protected,
        given_name: CASE level WHEN 'content' THEN child.given_name END,
        family_name: CASE level WHEN 'content' THEN child.family_name END,
        born: CASE level WHEN 'content' THEN child.born END,
        custodian: reach.custodian, contact: reach.contact
      } AS row
    }
    RETURN row
    ORDER BY row.born, row.id
  } END AS siblings,
  CASE WHEN NOT whole OR $sees.indications = 'none' THEN [] ELSE COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE coalesce(raised.end_reason, '') <> 'recorded_in_error'
    WITH who, raised, who.id IN unnamed AS masked,
      // fragment seats: begin
      COLLECT {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
        RETURN seat.end IS NULL OR seat.end > $today AS current
      }
      // fragment seats: end
      AS seats
    WHERE CASE WHEN masked THEN $sees.indications = 'all' AND true IN seats AND raised.closed_at IS NULL
      ELSE true IN seats OR seats = [] OR who = me OR elevated END
    WITH DISTINCT CASE WHEN masked
      THEN {
        kind: raised.kind, by: 'a sensitive service', raised_at: NULL, due_on: NULL, closed_at: NULL,
        indication_id: NULL, version: NULL
      } ELSE {
        kind: raised.kind, by: who.name, raised_at: raised.raised_at, due_on: raised.due_on,
        closed_at: raised.closed_at, indication_id: raised.id, version: raised.version
      }
    END AS indication
    RETURN indication
    ORDER BY indication.raised_at, indication.kind, indication.by, indication.due_on, indication.closed_at,
      indication.indication_id
  } END AS indications,
  CASE WHEN NOT whole OR NOT $sees.assessments THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE coalesce(made.end_reason, '') <> 'recorded_in_error'
    WITH who, made, who.id IN unnamed AS masked,
      // fragment seats: begin
      COLLECT {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
        RETURN seat.end IS NULL OR seat.end > $today AS current
      }
      // fragment seats: end
      AS seats
    WHERE CASE WHEN masked THEN true IN seats AND made.state = 'in_progress' AND made.completed_on IS NULL
      ELSE true IN seats OR seats = [] OR who = me OR elevated END
    // The kind of an assessment names the service as well as its name would.
    WITH DISTINCT CASE WHEN masked
      THEN {
        kind: NULL, by: 'a sensitive service', started_on: NULL, completed_on: NULL, state: NULL,
        assessment_id: NULL, version: NULL
      } ELSE {
        kind: made.kind, by: who.name, started_on: made.started_on, completed_on: made.completed_on,
        state: made.state, assessment_id: made.id, version: made.version
      }
    END AS assessment
    RETURN assessment
    ORDER BY assessment.started_on, assessment.kind, assessment.by, assessment.completed_on, assessment.state,
      assessment.assessment_id
  } END AS assessments
// Who met and who spoke is told of those alone whom the team above names: nobody else is in it, by id or by number.
WITH look, child, protected, rule, level, whole, unnamed, reach, team, carers, parental_responsibility, siblings, indications,
  assessments, COLLECT {
    UNWIND team AS row
    WITH row
    WHERE row.id IS NOT NULL
    RETURN DISTINCT row.id AS id
    ORDER BY id
  } AS named
WITH look, child, protected, rule, level, whole, reach, team, carers, parental_responsibility, siblings, indications, assessments,
  CASE WHEN NOT whole OR $sees.team = 'none' THEN [] ELSE COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state IN ['planned', 'held'] AND meeting.custodian = child.custodian AND about.custodian = child.custodian
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
    WITH DISTINCT unnamed, named, meeting
    WITH unnamed, named, meeting, COLLECT {
      MATCH (who:Practitioner)-[part:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
      WHERE coalesce(part.end_reason, '') <> 'recorded_in_error'
      RETURN {id: who.id, part: type(part)} AS taken
    } AS parts
    WHERE meeting.recorded_by = $look.by OR any(one IN parts WHERE one.id = $look.by OR one.id IN named)
      OR parts = [] AND $sees.team = 'all' AND NOT meeting.recorded_by IN unnamed
    RETURN {
      kind: meeting.kind, state: meeting.state, planned_on: meeting.planned_on, held_on: meeting.held_on,
      next_on: meeting.next_on, meeting_id: meeting.id, version: meeting.version,
      chair: head([id IN named WHERE any(one IN parts WHERE one.id = id AND one.part = 'CHAIRS')]),
      invited: [id IN named WHERE any(one IN parts WHERE one.id = id AND one.part = 'INVITED_TO')],
      attended: [id IN named WHERE any(one IN parts WHERE one.id = id AND one.part = 'ATTENDED')]
    } AS met
    ORDER BY coalesce(met.held_on, met.planned_on, date('0001-01-01')) DESC, met.meeting_id
    LIMIT 30
  } END AS meetings,
  CASE WHEN size(named) < 2 THEN [] ELSE COLLECT {
    MATCH (one:Practitioner)-[spoke:SPOKE_WITH]->(other:Practitioner)
    WHERE spoke.child_id = child.id AND one.id IN named AND other.id IN named AND spoke.on <= $today
      AND coalesce(spoke.end_reason, '') <> 'recorded_in_error'
    WITH CASE WHEN one.id < other.id THEN [one.id, other.id] ELSE [other.id, one.id] END AS between, spoke
    WITH between, count(*) AS times, max(spoke.on) AS last_on
    RETURN {between: between, times: times, last_on: last_on} AS talk
    ORDER BY talk.last_on DESC, talk.between[0], talk.between[1]
  } END AS conversations
SET look.returned = CASE WHEN level = 'none' THEN [] ELSE [child.id] + [row IN siblings | row.id]
  + [row IN team WHERE row.id IS NOT NULL | row.id] + [row IN carers WHERE row.id IS NOT NULL | row.id] END
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
  CASE WHEN whole AND $sees.lead THEN reach.lead END AS lead,
  team, carers, parental_responsibility, siblings, indications, assessments, meetings, conversations

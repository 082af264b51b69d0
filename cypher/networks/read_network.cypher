// The people and services around one child, as this caller may see them; no row where nothing opens the child.
// @access  disclose
// @seek
// @param   look        map     what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today       date    the day of asking, in the United Kingdom
// @param   scope       scope   labels of parts in force (open), that the role alone opens (office), with an agreement (agreed)
// @param   desk        map     the one national desk for protected children: phone, hours
// @returns level, rule, protected, custodian, contact, child, lead, team, carers, parental_responsibility, siblings, indications, assessments
//
// The disclosure comes first, so that content, existence, hidden and absent are all recorded alike; the last
// two give no row. The child is found by >= and <= because an equality would lock an absent id (engine.md).
// Parameters are maps because the server plans anew for each size of a list or a string, and takes seconds.
// An inactive account gives a row with level none: it is about the caller, so it tells nothing of the child.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.action = 'read_network'
WITH look
OPTIONAL MATCH (me:Practitioner)
WHERE me.id >= $look.by AND me.id <= $look.by
OPTIONAL MATCH (child:Child&$any($scope.open))
WHERE child.id >= $look.asked AND child.id <= $look.asked
WITH look, me, child,
  EXISTS {
    MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
    WHERE account.subject = $look.subject AND account.role = $look.role AND account.state = 'active'
  } AS active,
  COLLECT { MATCH (me)-[post:WORKS_IN]->(place:Service) WHERE post.end IS NULL OR post.end > $today RETURN place.id } AS mine,
  COLLECT { MATCH (me)-[:MAY_SEE]->(shield:Protection) RETURN shield.id } AS cleared
WITH look, me, child, active, mine, cleared,
  // fragment ties: begin
  COLLECT {
    MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
    WHERE own.state IN ['accepted', 'confirmed', 'asserted']
      AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
      AND coalesce(own.end_reason, '') <> 'recorded_in_error'
    RETURN CASE WHEN own:LEADS THEN 'leads' ELSE own.state END AS tie
  }
  // fragment ties: end
  AS ties,
  // fragment shields: begin
  COLLECT {
    MATCH (child) (()-[home:LIVES_AT]-() WHERE home.end IS NULL OR home.end > $today){0,2} (covered)
      -[:PROTECTED_BY]->(shield:Protection)
    WHERE (shield.end IS NULL OR shield.end > $today)
      AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
    RETURN shield.kind AS kind
  }
  // fragment shields: end
  AS shields
WITH look, me, child, mine, cleared, 'shield' IN shields AS protected,
  CASE WHEN NOT active THEN 'account_not_active' ELSE
    // fragment rule: begin
    CASE
      WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
      WHEN 'leads' IN ties THEN 'leads'
      WHEN 'confirmed' IN ties THEN 'own_involvement'
      WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
      WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
      // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
      WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
      ELSE 'none'
    END
    // fragment rule: end
  END AS rule
WITH look, me, child, mine, cleared, protected, rule,
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'office'] THEN 'content'
    WHEN rule IN ['agreement', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END AS level
SET look.level = level, look.rule = rule, look.outcome = CASE level WHEN 'none' THEN 'refused' ELSE 'shown' END
WITH look, me, child, mine, cleared, protected, rule, level, level = 'content' AND NOT protected AS whole
WHERE level <> 'none' OR rule = 'account_not_active'
WITH look, me, child, mine, cleared, protected, rule, level, whole,
  CASE WHEN level = 'none' OR protected THEN [] ELSE
    // fragment unnamed: begin
    COLLECT {
      MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
      OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
      OPTIONAL MATCH (post:Service)
      WHERE post.id >= tie.service_id AND post.id <= tie.service_id
      WITH who, [who, base, post] AS places
      WHERE who <> me AND any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
      RETURN DISTINCT who.id AS id
    }
    // fragment unnamed: end
  END AS unnamed
WITH look, me, child, mine, cleared, protected, rule, level, whole, unnamed,
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
      WHERE leads.state = 'accepted' AND leads.start <= $today AND (leads.end IS NULL OR leads.end > $today)
        AND coalesce(leads.end_reason, '') <> 'recorded_in_error' AND NOT who.id IN unnamed
      OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
      OPTIONAL MATCH (who)-[away:COVERED_BY]->(cover:Practitioner)
      WHERE away.absent_until >= $today
      RETURN {
        custodian: {code: desk.code, name: desk.name},
        lead: CASE WHEN who IS NOT NULL THEN {id: who.id, name: who.name, kind: leads.kind, since: leads.start} END,
        contact: {
          kind: CASE WHEN who IS NULL THEN 'duty_desk' ELSE 'lead' END,
          name: coalesce(who.name, desk.name + ' duty desk'),
          phone: CASE WHEN who IS NULL THEN desk.duty_phone ELSE coalesce(who.phone, base.phone, desk.duty_phone) END,
          email: who.email,
          hours: desk.duty_hours,
          out_of_hours_phone: desk.out_of_hours_phone,
          covered_by: CASE WHEN cover IS NOT NULL THEN {name: cover.name, phone: cover.phone, until: away.absent_until} END
        }
      } AS reach
      ORDER BY base.id, away.absent_until DESC
      LIMIT 1
    }) END
    // fragment reach: end
  END AS reach,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (post:Service)-[:PART_OF]->(agency:Agency)
    WHERE post.id >= seat.service_id AND post.id <= seat.service_id
    WITH who, seat, post, agency, seat.end IS NULL OR seat.end > $today AS current
    // Ended additional and sensitive involvements are for the lead and the custodian's front door only.
    WHERE current OR post.tier = 'universal' OR rule IN ['leads', 'office']
    OPTIONAL MATCH (who)-[lead:LEADS]->(child)
    WHERE lead.state = 'accepted' AND lead.start <= $today AND (lead.end IS NULL OR lead.end > $today)
      AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
    OPTIONAL MATCH (who)-[away:COVERED_BY]->(cover:Practitioner)
    WHERE away.absent_until >= $today
    WITH who, seat, post, agency, current, lead IS NOT NULL AS leads, away, cover
    ORDER BY away.absent_until
    WITH who, seat, post, agency, current, leads, collect({name: cover.name, phone: cover.phone, until: away.absent_until}) AS covers
    // Masked seats are one and the same row, so that neither count, date nor order tells more than that there is one.
    WITH DISTINCT CASE WHEN post.tier = 'sensitive' AND who <> me AND NOT post.id IN mine
      THEN {kind: 'sensitive', name: 'a sensitive service', current: current, leads: false}
      ELSE {
        kind: CASE WHEN who:Service THEN 'service' ELSE 'practitioner' END,
        current: current, leads: leads AND current, id: who.id, name: who.name, role: seat.role,
        post: {id: post.id, name: post.name, kind: post.kind, tier: post.tier, agency: agency.name, sector: agency.sector},
        custodian: seat.custodian, state: seat.state, start: seat.start, end: seat.end, end_reason: seat.end_reason,
        confirmed_on: seat.confirmed_on, phone: coalesce(who.phone, post.phone), email: who.email,
        covered_by: head([one IN covers WHERE one.name IS NOT NULL])
      } END AS seat
    RETURN seat
    ORDER BY seat.leads DESC, seat.current DESC, seat.kind = 'sensitive', seat.start, seat.id
  } END AS team,
  CASE WHEN level <> 'content' THEN [] ELSE COLLECT {
    MATCH (carer:Carer)-[care:CARES_FOR]->(child)
    WHERE care.end IS NULL OR care.end > $today
    OPTIONAL MATCH (carer)-[:PROTECTED_BY]->(shield:Protection)
    WHERE shield.end IS NULL OR shield.end > $today
    WITH carer, care, collect(shield) AS guards
    WHERE NOT any(guard IN guards WHERE guard.kind = 'new_identity')
    WITH carer, care, protected OR any(guard IN guards WHERE NOT guard.id IN cleared) AS hidden
    RETURN {
      id: carer.id, name: carer.given_name + ' ' + carer.family_name, capacity: care.capacity,
      since: CASE WHEN NOT protected THEN care.start END, phone: CASE WHEN NOT hidden THEN carer.phone END
    } AS carer
    ORDER BY carer.name, carer.id
  } END AS carers,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (holder:Carer|Authority)-[held:HAS_PARENTAL_RESPONSIBILITY_FOR]->(child)
    WHERE (held.end IS NULL OR held.end > $today)
      AND NOT EXISTS { (holder)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    RETURN {
      holder: coalesce(holder.given_name + ' ' + holder.family_name, holder.name),
      by_authority: holder:Authority, state: held.state, basis: held.basis, since: held.start
    } AS held
    ORDER BY held.holder, held.since
  } END AS parental_responsibility,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (child)<-[mine_to:CARES_FOR]-(:Carer)-[theirs:CARES_FOR]->(sibling:Child&$any($scope.open))
    WHERE sibling <> child
      AND mine_to.capacity IN ['parent', 'kinship', 'special_guardian']
      AND theirs.capacity IN ['parent', 'kinship', 'special_guardian']
      AND (mine_to.end IS NULL OR mine_to.end > $today) AND (theirs.end IS NULL OR theirs.end > $today)
    WITH DISTINCT sibling
    CALL (me, mine, cleared, sibling) {
      WITH me, mine, cleared, sibling AS child
      WITH me, mine, child,
        // fragment ties: begin
        COLLECT {
          MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
          WHERE own.state IN ['accepted', 'confirmed', 'asserted']
            AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
            AND coalesce(own.end_reason, '') <> 'recorded_in_error'
          RETURN CASE WHEN own:LEADS THEN 'leads' ELSE own.state END AS tie
        }
        // fragment ties: end
        AS ties,
        // fragment shields: begin
        COLLECT {
          MATCH (child) (()-[home:LIVES_AT]-() WHERE home.end IS NULL OR home.end > $today){0,2} (covered)
            -[:PROTECTED_BY]->(shield:Protection)
          WHERE (shield.end IS NULL OR shield.end > $today)
            AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
          RETURN shield.kind AS kind
        }
        // fragment shields: end
        AS shields
      WITH me, mine, child, 'shield' IN shields AS protected,
        // fragment rule: begin
        CASE
          WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
          WHEN 'leads' IN ties THEN 'leads'
          WHEN 'confirmed' IN ties THEN 'own_involvement'
          WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
          WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
          // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
          WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
          ELSE 'none'
        END
        // fragment rule: end
        AS rule
      WHERE rule <> 'none'
      WITH me, mine, child, protected, rule, rule IN ['leads', 'own_involvement', 'office'] AS opened,
        CASE WHEN protected THEN [] ELSE
          // fragment unnamed: begin
          COLLECT {
            MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
            OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
            OPTIONAL MATCH (post:Service)
            WHERE post.id >= tie.service_id AND post.id <= tie.service_id
            WITH who, [who, base, post] AS places
            WHERE who <> me AND any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
            RETURN DISTINCT who.id AS id
          }
          // fragment unnamed: end
        END AS unnamed
      WITH child, protected, rule, opened,
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
          WHERE leads.state = 'accepted' AND leads.start <= $today AND (leads.end IS NULL OR leads.end > $today)
            AND coalesce(leads.end_reason, '') <> 'recorded_in_error' AND NOT who.id IN unnamed
          OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
          OPTIONAL MATCH (who)-[away:COVERED_BY]->(cover:Practitioner)
          WHERE away.absent_until >= $today
          RETURN {
            custodian: {code: desk.code, name: desk.name},
            lead: CASE WHEN who IS NOT NULL THEN {id: who.id, name: who.name, kind: leads.kind, since: leads.start} END,
            contact: {
              kind: CASE WHEN who IS NULL THEN 'duty_desk' ELSE 'lead' END,
              name: coalesce(who.name, desk.name + ' duty desk'),
              phone: CASE WHEN who IS NULL THEN desk.duty_phone ELSE coalesce(who.phone, base.phone, desk.duty_phone) END,
              email: who.email,
              hours: desk.duty_hours,
              out_of_hours_phone: desk.out_of_hours_phone,
              covered_by: CASE WHEN cover IS NOT NULL THEN {name: cover.name, phone: cover.phone, until: away.absent_until} END
            }
          } AS reach
          ORDER BY base.id, away.absent_until DESC
          LIMIT 1
        }) END
        // fragment reach: end
        AS reach
      RETURN {
        id: child.id, level: CASE WHEN opened THEN 'content' ELSE 'existence' END, rule: rule, protected: protected,
        given_name: CASE WHEN opened THEN child.given_name END,
        family_name: CASE WHEN opened THEN child.family_name END,
        born: CASE WHEN opened THEN child.born END,
        custodian: reach.custodian, contact: reach.contact
      } AS row
    }
    RETURN row
    ORDER BY row.born, row.id
  } END AS siblings,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WITH who, raised, who.id IN unnamed AS masked,
      // fragment seats: begin
      COLLECT {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error'
        RETURN seat.end IS NULL OR seat.end > $today AS current
      }
      // fragment seats: end
      AS seats
    WHERE CASE WHEN masked THEN true IN seats AND raised.closed_at IS NULL
      ELSE true IN seats OR seats = [] OR who = me OR rule IN ['leads', 'office'] END
    WITH DISTINCT CASE WHEN masked
      THEN {kind: raised.kind, by: 'a sensitive service', raised_at: NULL, due_on: NULL, closed_at: NULL}
      ELSE {kind: raised.kind, by: who.name, raised_at: raised.raised_at, due_on: raised.due_on, closed_at: raised.closed_at}
    END AS indication
    RETURN indication
    ORDER BY indication.raised_at, indication.kind, indication.by
  } END AS indications,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WITH who, made, who.id IN unnamed AS masked,
      // fragment seats: begin
      COLLECT {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error'
        RETURN seat.end IS NULL OR seat.end > $today AS current
      }
      // fragment seats: end
      AS seats
    WHERE CASE WHEN masked THEN true IN seats
      ELSE true IN seats OR seats = [] OR who = me OR rule IN ['leads', 'office'] END
    // The kind of an assessment names the service as well as its name would.
    WITH DISTINCT CASE WHEN masked
      THEN {kind: NULL, by: 'a sensitive service', started_on: NULL, completed_on: NULL, state: NULL}
      ELSE {kind: made.kind, by: who.name, started_on: made.started_on, completed_on: made.completed_on, state: made.state}
    END AS assessment
    RETURN assessment
    ORDER BY assessment.started_on, assessment.kind, assessment.by
  } END AS assessments
SET look.returned = CASE WHEN level = 'none' THEN [] ELSE [child.id] + [row IN siblings | row.id]
  + [row IN team WHERE row.id IS NOT NULL | row.id] + [row IN carers | row.id] END
RETURN level, rule, protected, reach.custodian AS custodian, reach.contact AS contact,
  CASE WHEN level = 'content' THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born,
    born_estimated: coalesce(child.born_estimated, false), sex: child.sex, died_on: child.died_on
  } END AS child,
  CASE WHEN whole THEN reach.lead END AS lead,
  team, carers, parental_responsibility, siblings, indications, assessments

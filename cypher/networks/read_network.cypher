// The people and services around one child, as this caller may see them; no row where nothing opens the child.
// @access  disclose
// @seek
// @param   look_id     string  id of the disclosure that this statement writes
// @param   child_id    string  the child asked about
// @param   caller      string  id of the practitioner who asks, or for whom a system asks
// @param   subject     string  the sign-in
// @param   role        string  the role the sign-in gives
// @param   authority   string  code of the caller's authority, whose tree seals the disclosure
// @param   purpose     string  why, as a code
// @param   parts       string  version of the lawful bases and agreements used
// @param   today       date    the day of asking, in the United Kingdom
// @param   open        labels  parts whose lawful basis is in force
// @param   office      labels  parts that the role alone opens
// @param   agreed      labels  parts with an agreement in force
// @param   desk_phone  string  the one national desk for protected children
// @param   desk_hours  string  when it answers
// @returns level, rule, protected, custodian, contact, child, lead, team, carers, parental_responsibility, siblings, indications, assessments
//
// The disclosure comes first, so that content, existence, hidden and absent are all recorded alike; the last
// two give no row. The child is found by >= and <= because an equality would lock an absent id (engine.md).
// An inactive account gives a row with level none: it is about the caller, so it tells nothing of the child.
CREATE (look:Disclosure:Unsealed {
  id: $look_id, at: datetime(), action: 'read_network', by: $caller, subject: $subject, role: $role,
  authority: $authority, purpose: $purpose, asked: $child_id, parts: $parts
})
WITH look
OPTIONAL MATCH (me:Practitioner)
WHERE me.id >= $caller AND me.id <= $caller
OPTIONAL MATCH (child:Child&$any($open))
WHERE child.id >= $child_id AND child.id <= $child_id
WITH look, me, child,
  // fragment rule: begin
  CASE
    WHEN NOT EXISTS {
      MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
      WHERE account.subject = $subject AND account.role = $role AND account.state = 'active'
    } THEN 'account_not_active'
    WHEN child IS NULL THEN 'none'
    WHEN EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) } THEN 'none'
    WHEN EXISTS {
      MATCH (me)-[own:LEADS]->(child)
      WHERE own.state = 'accepted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
    } THEN 'leads'
    WHEN EXISTS {
      MATCH (me)-[own:INVOLVED_WITH]->(child)
      WHERE own.state = 'confirmed' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
        AND coalesce(own.end_reason, '') <> 'recorded_in_error'
    } THEN 'own_involvement'
    WHEN any(label IN labels(child) WHERE label IN $office) THEN 'office'
    WHEN any(label IN labels(child) WHERE label IN $agreed) THEN 'agreement'
    WHEN EXISTS {
      MATCH (me)-[own:INVOLVED_WITH]->(child)
      WHERE own.state = 'asserted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
        AND coalesce(own.end_reason, '') <> 'recorded_in_error'
    } THEN 'asserted_involvement'
    ELSE 'none'
  END
  // fragment rule: end
  AS found,
  // fragment protected: begin
  child IS NOT NULL AND (
    EXISTS {
      MATCH (child)-[:PROTECTED_BY]->(shield:Protection)
      WHERE (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
    }
    OR EXISTS {
      MATCH (child)-[home:LIVES_AT]->(:Household)-[:PROTECTED_BY]->(shield:Protection)
      WHERE (home.end IS NULL OR home.end > $today)
        AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
    }
    OR EXISTS {
      MATCH (child)-[home:LIVES_AT]->(:Household)<-[theirs:LIVES_AT]-(:Child|Carer)-[:PROTECTED_BY]->(shield:Protection)
      WHERE (home.end IS NULL OR home.end > $today) AND (theirs.end IS NULL OR theirs.end > $today)
        AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
    }
  )
  // fragment protected: end
  AS protected
// A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
WITH look, me, child, protected,
  CASE WHEN protected AND found = 'asserted_involvement' THEN 'none' ELSE found END AS rule
WITH look, me, child, protected, rule,
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'office'] THEN 'content'
    WHEN rule IN ['agreement', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END AS level
SET look.level = level, look.rule = rule, look.outcome = CASE level WHEN 'none' THEN 'refused' ELSE 'shown' END
WITH look, me, child, protected, rule, level, level = 'content' AND NOT protected AS whole
WHERE level <> 'none' OR rule = 'account_not_active'
WITH look, me, child, protected, rule, level, whole,
  CASE WHEN level = 'none' THEN NULL ELSE
    // fragment contact: begin
    CASE WHEN protected THEN {
      kind: 'national_desk', name: 'National desk', phone: $desk_phone, email: NULL, hours: $desk_hours,
      out_of_hours_phone: $desk_phone, covered_by: NULL
    } ELSE head(COLLECT {
      MATCH (desk:Authority)
      WHERE desk.code >= child.custodian AND desk.code <= child.custodian
      OPTIONAL MATCH (who:Practitioner)-[leads:LEADS]->(child)
      WHERE leads.state = 'accepted' AND leads.start <= $today AND (leads.end IS NULL OR leads.end > $today)
        AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
        AND NOT (
          // fragment sensitive: begin
          who <> me AND (
            (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
            OR EXISTS {
              MATCH (who)-[:WORKS_IN]->(there:Service)
              WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
            }
            OR EXISTS {
              MATCH (who)-[through:INVOLVED_WITH]->(child)
              MATCH (there:Service)
              WHERE there.id >= through.service_id AND there.id <= through.service_id
                AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
            }
          )
          // fragment sensitive: end
        )
      OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
      OPTIONAL MATCH (who)-[:COVERED_BY]->(cover:Practitioner)
      RETURN {
        kind: CASE WHEN who IS NULL THEN 'duty_desk' ELSE 'lead' END,
        name: coalesce(who.name, desk.name + ' duty desk'),
        phone: CASE WHEN who IS NULL THEN desk.duty_phone ELSE coalesce(who.phone, base.phone, desk.duty_phone) END,
        email: who.email,
        hours: desk.duty_hours,
        out_of_hours_phone: desk.out_of_hours_phone,
        covered_by: CASE WHEN who.absent_until >= $today AND cover IS NOT NULL
          THEN {name: cover.name, phone: cover.phone, until: who.absent_until} END
      } AS contact
      ORDER BY base.id
      LIMIT 1
    }) END
    // fragment contact: end
  END AS contact,
  CASE WHEN level = 'none' OR protected THEN NULL ELSE head(COLLECT {
    MATCH (keeper:Authority)
    WHERE keeper.code >= child.custodian AND keeper.code <= child.custodian
    RETURN {code: keeper.code, name: keeper.name} AS custodian
  }) END AS custodian,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (post:Service)-[:PART_OF]->(agency:Agency)
    WHERE post.id >= seat.service_id AND post.id <= seat.service_id
    WITH who, seat, post, agency, seat.end IS NULL OR seat.end > $today AS current
    // Ended additional and sensitive involvements are for the lead and the custodian's front door only.
    WHERE current OR post.tier = 'universal' OR rule IN ['leads', 'office']
    WITH who, seat, post, agency, current,
      post.tier = 'sensitive' AND who <> me AND NOT EXISTS { (me)-[:WORKS_IN]->(post) } AS masked,
      EXISTS {
        MATCH (who)-[lead:LEADS]->(child)
        WHERE lead.state = 'accepted' AND lead.start <= $today AND (lead.end IS NULL OR lead.end > $today)
      } AS leads
    OPTIONAL MATCH (who)-[:COVERED_BY]->(cover:Practitioner)
    // Masked seats are one and the same row, so that neither count, date nor order tells more than that there is one.
    WITH DISTINCT CASE WHEN masked
      THEN {kind: 'sensitive', name: 'a sensitive service', current: current, leads: false}
      ELSE {
        kind: CASE WHEN who:Service THEN 'service' ELSE 'practitioner' END,
        current: current, leads: leads AND current, id: who.id, name: who.name, role: seat.role,
        post: {id: post.id, name: post.name, kind: post.kind, tier: post.tier, agency: agency.name, sector: agency.sector},
        custodian: seat.custodian, state: seat.state, start: seat.start, end: seat.end, end_reason: seat.end_reason,
        confirmed_on: seat.confirmed_on, phone: coalesce(who.phone, post.phone), email: who.email,
        covered_by: CASE WHEN who.absent_until >= $today AND cover IS NOT NULL
          THEN {name: cover.name, phone: cover.phone, until: who.absent_until} END
      } END AS seat
    RETURN seat
    ORDER BY seat.leads DESC, seat.current DESC, seat.kind = 'sensitive', seat.start, seat.id
  } END AS team,
  CASE WHEN level <> 'content' THEN [] ELSE COLLECT {
    MATCH (carer:Carer)-[care:CARES_FOR]->(child)
    WHERE (care.end IS NULL OR care.end > $today)
      AND NOT EXISTS { (carer)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    RETURN {
      id: carer.id, name: carer.given_name + ' ' + carer.family_name, capacity: care.capacity,
      since: CASE WHEN protected THEN NULL ELSE care.start END,
      phone: CASE WHEN protected OR EXISTS {
        MATCH (carer)-[:PROTECTED_BY]->(shield:Protection)
        WHERE (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
      } THEN NULL ELSE carer.phone END
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
    MATCH (child)<-[mine:CARES_FOR]-(:Carer)-[theirs:CARES_FOR]->(sibling:Child&$any($open))
    WHERE sibling <> child
      AND mine.capacity IN ['parent', 'kinship', 'special_guardian']
      AND theirs.capacity IN ['parent', 'kinship', 'special_guardian']
      AND (mine.end IS NULL OR mine.end > $today) AND (theirs.end IS NULL OR theirs.end > $today)
    WITH DISTINCT sibling
    CALL (me, sibling) {
      WITH me, sibling AS child
      WITH me, child,
        // fragment rule: begin
        CASE
          WHEN NOT EXISTS {
            MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
            WHERE account.subject = $subject AND account.role = $role AND account.state = 'active'
          } THEN 'account_not_active'
          WHEN child IS NULL THEN 'none'
          WHEN EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) } THEN 'none'
          WHEN EXISTS {
            MATCH (me)-[own:LEADS]->(child)
            WHERE own.state = 'accepted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
          } THEN 'leads'
          WHEN EXISTS {
            MATCH (me)-[own:INVOLVED_WITH]->(child)
            WHERE own.state = 'confirmed' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
              AND coalesce(own.end_reason, '') <> 'recorded_in_error'
          } THEN 'own_involvement'
          WHEN any(label IN labels(child) WHERE label IN $office) THEN 'office'
          WHEN any(label IN labels(child) WHERE label IN $agreed) THEN 'agreement'
          WHEN EXISTS {
            MATCH (me)-[own:INVOLVED_WITH]->(child)
            WHERE own.state = 'asserted' AND own.start <= $today AND (own.end IS NULL OR own.end > $today)
              AND coalesce(own.end_reason, '') <> 'recorded_in_error'
          } THEN 'asserted_involvement'
          ELSE 'none'
        END
        // fragment rule: end
        AS found,
        // fragment protected: begin
        child IS NOT NULL AND (
          EXISTS {
            MATCH (child)-[:PROTECTED_BY]->(shield:Protection)
            WHERE (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
          }
          OR EXISTS {
            MATCH (child)-[home:LIVES_AT]->(:Household)-[:PROTECTED_BY]->(shield:Protection)
            WHERE (home.end IS NULL OR home.end > $today)
              AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
          }
          OR EXISTS {
            MATCH (child)-[home:LIVES_AT]->(:Household)<-[theirs:LIVES_AT]-(:Child|Carer)-[:PROTECTED_BY]->(shield:Protection)
            WHERE (home.end IS NULL OR home.end > $today) AND (theirs.end IS NULL OR theirs.end > $today)
              AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
          }
        )
        // fragment protected: end
        AS protected
      WITH me, child, protected,
        CASE WHEN protected AND found = 'asserted_involvement' THEN 'none' ELSE found END AS rule
      WHERE rule <> 'none'
      WITH me, child, protected, rule, rule IN ['leads', 'own_involvement', 'office'] AS opened
      RETURN {
        id: child.id, level: CASE WHEN opened THEN 'content' ELSE 'existence' END, rule: rule, protected: protected,
        given_name: CASE WHEN opened THEN child.given_name END,
        family_name: CASE WHEN opened THEN child.family_name END,
        born: CASE WHEN opened THEN child.born END,
        custodian: CASE WHEN NOT protected THEN head(COLLECT {
          MATCH (keeper:Authority)
          WHERE keeper.code >= child.custodian AND keeper.code <= child.custodian
          RETURN {code: keeper.code, name: keeper.name} AS custodian
        }) END,
        contact:
          // fragment contact: begin
          CASE WHEN protected THEN {
            kind: 'national_desk', name: 'National desk', phone: $desk_phone, email: NULL, hours: $desk_hours,
            out_of_hours_phone: $desk_phone, covered_by: NULL
          } ELSE head(COLLECT {
            MATCH (desk:Authority)
            WHERE desk.code >= child.custodian AND desk.code <= child.custodian
            OPTIONAL MATCH (who:Practitioner)-[leads:LEADS]->(child)
            WHERE leads.state = 'accepted' AND leads.start <= $today AND (leads.end IS NULL OR leads.end > $today)
              AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
              AND NOT (
                // fragment sensitive: begin
                who <> me AND (
                  (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
                  OR EXISTS {
                    MATCH (who)-[:WORKS_IN]->(there:Service)
                    WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
                  }
                  OR EXISTS {
                    MATCH (who)-[through:INVOLVED_WITH]->(child)
                    MATCH (there:Service)
                    WHERE there.id >= through.service_id AND there.id <= through.service_id
                      AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
                  }
                )
                // fragment sensitive: end
              )
            OPTIONAL MATCH (who)-[:WORKS_IN]->(base:Service)
            OPTIONAL MATCH (who)-[:COVERED_BY]->(cover:Practitioner)
            RETURN {
              kind: CASE WHEN who IS NULL THEN 'duty_desk' ELSE 'lead' END,
              name: coalesce(who.name, desk.name + ' duty desk'),
              phone: CASE WHEN who IS NULL THEN desk.duty_phone ELSE coalesce(who.phone, base.phone, desk.duty_phone) END,
              email: who.email,
              hours: desk.duty_hours,
              out_of_hours_phone: desk.out_of_hours_phone,
              covered_by: CASE WHEN who.absent_until >= $today AND cover IS NOT NULL
                THEN {name: cover.name, phone: cover.phone, until: who.absent_until} END
            } AS contact
            ORDER BY base.id
            LIMIT 1
          }) END
          // fragment contact: end
      } AS row
    }
    RETURN row
    ORDER BY row.born, row.id
  } END AS siblings,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WITH who, raised, EXISTS {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      } AS still_here,
      // fragment sensitive: begin
      who <> me AND (
        (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
        OR EXISTS {
          MATCH (who)-[:WORKS_IN]->(there:Service)
          WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
        }
        OR EXISTS {
          MATCH (who)-[through:INVOLVED_WITH]->(child)
          MATCH (there:Service)
          WHERE there.id >= through.service_id AND there.id <= through.service_id
            AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
        }
      )
      // fragment sensitive: end
      AS masked
    WHERE NOT masked OR (still_here AND raised.closed_at IS NULL)
    WITH DISTINCT CASE WHEN masked
      THEN {kind: raised.kind, by: 'a sensitive service', raised_at: NULL, due_on: NULL, closed_at: NULL}
      ELSE {kind: raised.kind, by: who.name, raised_at: raised.raised_at, due_on: raised.due_on, closed_at: raised.closed_at}
    END AS indication
    RETURN indication
    ORDER BY indication.raised_at, indication.kind, indication.by
  } END AS indications,
  CASE WHEN NOT whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WITH who, made, EXISTS {
        MATCH (who)-[seat:INVOLVED_WITH]->(child)
        WHERE (seat.end IS NULL OR seat.end > $today) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      } AS still_here,
      // fragment sensitive: begin
      who <> me AND (
        (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
        OR EXISTS {
          MATCH (who)-[:WORKS_IN]->(there:Service)
          WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
        }
        OR EXISTS {
          MATCH (who)-[through:INVOLVED_WITH]->(child)
          MATCH (there:Service)
          WHERE there.id >= through.service_id AND there.id <= through.service_id
            AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
        }
      )
      // fragment sensitive: end
      AS masked
    WHERE NOT masked OR still_here
    // The kind of an assessment names the service as well as its name would.
    WITH DISTINCT CASE WHEN masked
      THEN {kind: NULL, by: 'a sensitive service', started_on: NULL, completed_on: NULL, state: NULL}
      ELSE {kind: made.kind, by: who.name, started_on: made.started_on, completed_on: made.completed_on, state: made.state}
    END AS assessment
    RETURN assessment
    ORDER BY assessment.started_on, assessment.kind, assessment.by
  } END AS assessments
SET look.returned = [child.id] + [row IN siblings | row.id] + [row IN team WHERE row.id IS NOT NULL | row.id]
  + [row IN carers | row.id]
RETURN level, rule, protected, custodian, contact,
  CASE WHEN level = 'content' THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born,
    born_estimated: coalesce(child.born_estimated, false), sex: child.sex, died_on: child.died_on
  } END AS child,
  CASE WHEN NOT whole THEN NULL ELSE head(COLLECT {
    MATCH (who:Practitioner)-[leads:LEADS]->(child)
    WHERE leads.state = 'accepted' AND leads.start <= $today AND (leads.end IS NULL OR leads.end > $today)
      AND NOT (
        // fragment sensitive: begin
        who <> me AND (
          (who:Service AND who.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(who) })
          OR EXISTS {
            MATCH (who)-[:WORKS_IN]->(there:Service)
            WHERE there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
          }
          OR EXISTS {
            MATCH (who)-[through:INVOLVED_WITH]->(child)
            MATCH (there:Service)
            WHERE there.id >= through.service_id AND there.id <= through.service_id
              AND there.tier = 'sensitive' AND NOT EXISTS { (me)-[:WORKS_IN]->(there) }
          }
        )
        // fragment sensitive: end
      )
    RETURN {id: who.id, name: who.name, kind: leads.kind, since: leads.start} AS lead
    ORDER BY leads.start
    LIMIT 1
  }) END AS lead,
  team, carers, parental_responsibility, siblings, indications, assessments

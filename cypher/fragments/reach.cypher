// Custodian, lead and whom to ring; for a protected child one national desk and no place at all.
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

// Whom `me` may ring about `child`: the national desk if protected, else the lead, else the custodian's duty desk.
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

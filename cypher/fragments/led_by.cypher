// Who leads the team around a child today, as the child's authority keeps it.
COLLECT {
  MATCH (who:Practitioner)-[leads:LEADS]->(child)
  WHERE leads.state = 'accepted' AND leads.custodian = child.custodian AND NOT who.id IN veiled
    AND (leads.start IS NULL OR leads.start <= $today) AND (leads.end IS NULL OR leads.end > $today)
    AND coalesce(leads.end_reason, '') <> 'recorded_in_error'
  RETURN {id: leads.id, who: who.id, kind: leads.kind, start: coalesce(leads.start, date(leads.recorded_at))} AS one
  ORDER BY one.start, one.id
}

// The indications about a child that are open, each with the agencies of whoever raised it.
COLLECT {
  MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
  WHERE raised.custodian = child.custodian AND raised.closed_at IS NULL AND NOT who.id IN veiled
    AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
  RETURN {
    id: raised.id, who: who.id, kind: raised.kind, day: date(raised.raised_at),
    agencies: COLLECT {
      MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE step.end IS NULL OR step.end > $today]->()){1,6} (agency:Agency)
      RETURN DISTINCT agency.id AS id
    }
  } AS one
  ORDER BY one.day, one.id
}

// What somebody said or did of the child is there for this caller as it is in the network (docs/access.md, Indications);
// `shown` says whether the role sees such things of others at all. What one's own service did is one's own.
WITH look, me, child, mine, protected, rule, level, earlier, verdict, who, fact, shown,
  // fragment seats: begin
  COLLECT {
    MATCH (who)-[seat:INVOLVED_WITH]->(child)
    WHERE coalesce(seat.end_reason, '') <> 'recorded_in_error' AND (seat.start IS NULL OR seat.start <= $today)
    RETURN seat.end IS NULL OR seat.end > $today AS current
  }
  // fragment seats: end
  AS seats,
  // fragment elevated: begin
  (rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)
  // fragment elevated: end
  AS elevated
WITH look, me, child, mine, protected, rule, level, earlier, verdict, who, CASE
    WHEN who = me OR who.id IN mine OR shown AND (true IN seats OR seats = [] OR elevated) THEN fact
  END AS fact

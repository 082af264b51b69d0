// How soon teams get a lead, indications are read and looks lead to talk, in the caller's own authority.
// @access  disclose
// @seek
// @param   look    map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today   date   the day of asking, in the United Kingdom
// @param   sees    map    the role's projection: access/policy.py
// @param   scope   scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   since   map    day: the first day that is measured
// @param   due     map    by nation, and by the day on which an indication was raised: the last of its five working days
// @returns active, leads, indications, looks
//
// Of work, never of what became of a child. Nobody is opened or named. What sensitive services do is left out, and so
// are children with a protection of their own; and of fewer than five no figure leaves this statement.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'measure_system'
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
WITH look, active, CASE WHEN active THEN [$look.authority] ELSE [] END AS measured
WITH look, active, measured, head(COLLECT {
  UNWIND measured AS authority
  MATCH (leader:Practitioner)-[lead:LEADS]->(child:Child&$any($scope.open))
  WHERE lead.custodian = authority AND child.custodian = authority AND lead.state = 'accepted'
    AND lead.start >= $since.day AND lead.start <= $today AND coalesce(lead.end_reason, '') <> 'recorded_in_error'
    AND NOT EXISTS {
      MATCH (child)<-[before:LEADS]-()
      WHERE before.state = 'accepted' AND before.start < lead.start AND coalesce(before.end_reason, '') <> 'recorded_in_error'
    }
    AND NOT EXISTS { (leader)-[:WORKS_IN]->(:Service {tier: 'sensitive'}) }
    AND NOT EXISTS { MATCH (child) (()-[:LIVES_AT]-()){0,2} ()-[:PROTECTED_BY]->(:Protection) }
  WITH child, min(lead.start) AS led
  WITH led, COLLECT {
    MATCH (:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.state = 'confirmed' AND seat.start <= led
      AND (seat.end IS NULL OR seat.end >= led) AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (post:Service) (()-[:PART_OF]->()){1,5} (agency:Agency)
    WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier <> 'sensitive'
    WITH agency, min(seat.start) AS came
    RETURN came
    ORDER BY came
    LIMIT 2
  } AS came
  WHERE size(came) = 2
  WITH duration.inDays(came[1], led).days AS waited
  WITH count(*) AS children, percentileDisc(waited, 0.5) AS median_days
  WHERE children >= 5
  RETURN {children: children, median_days: median_days} AS one
}) AS leads, head(COLLECT {
  UNWIND measured AS authority
  MATCH (keeper:Authority)
  WHERE keeper.code >= authority AND keeper.code <= authority
  WITH authority, $due[keeper.nation] AS due
  MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child:Child&$any($scope.open))
  WHERE raised.custodian = authority AND date(raised.raised_at) >= $since.day
    AND due[toString(date(raised.raised_at))] < $today
    AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    AND NOT EXISTS { (who)-[:WORKS_IN]->(:Service {tier: 'sensitive'}) }
    AND NOT EXISTS {
      MATCH (who)-[seat:INVOLVED_WITH]->(child)
      MATCH (post:Service)
      WHERE post.id >= seat.service_id AND post.id <= seat.service_id AND post.tier = 'sensitive'
    }
    AND NOT EXISTS { MATCH (child) (()-[:LIVES_AT]-()){0,2} ()-[:PROTECTED_BY]->(:Protection) }
  WITH EXISTS {
    MATCH (reader:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE read.concern_id = raised.id AND reader <> who AND date(read.at) <= due[toString(date(raised.raised_at))]
      AND coalesce(read.end_reason, '') <> 'recorded_in_error'
  } AS in_time
  WITH count(*) AS raised, sum(CASE WHEN in_time THEN 1 ELSE 0 END) AS read_in_time
  WHERE raised >= 5
  RETURN {raised: raised, read_in_time: read_in_time} AS one
}) AS indications, head(COLLECT {
  UNWIND measured AS authority
  MATCH (account:Account&$any($scope.open))<-[:HAS_ACCOUNT]-(reader:Practitioner)
  WHERE account.custodian = authority
  MATCH (seen:Disclosure)
  WHERE seen.subject = account.subject AND seen.day >= $since.day AND seen.day <= $today - duration({days: 7})
    AND seen.action = 'read_network' AND seen.opened IS NOT NULL
    AND NOT EXISTS { (reader)-[:WORKS_IN]->(:Service {tier: 'sensitive'}) }
    AND NOT EXISTS {
      MATCH (child:Child) (()-[:LIVES_AT]-()){0,2} ()-[:PROTECTED_BY]->(:Protection)
      WHERE child.id = seen.opened
    }
  WITH DISTINCT reader, seen.opened AS opened, seen.day AS day
  WITH EXISTS {
    MATCH (reader)-[spoke:SPOKE_WITH]-(:Practitioner)
    WHERE spoke.child_id = opened AND spoke.on >= day AND spoke.on <= day + duration({days: 7})
      AND coalesce(spoke.end_reason, '') <> 'recorded_in_error'
  } AS talked
  WITH count(*) AS looks, sum(CASE WHEN talked THEN 1 ELSE 0 END) AS led_to_talk
  WHERE looks >= 5
  RETURN {looks: looks, led_to_talk: led_to_talk} AS one
}) AS looks
SET look.level = 'none', look.rule = CASE WHEN active THEN 'own_list' ELSE 'account_not_active' END,
  look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END, look.returned = []
RETURN active, leads, indications, looks

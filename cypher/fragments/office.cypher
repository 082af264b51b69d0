// Who wants to change what their own authority keeps of people and services, by which right, and whether this attempt
// was made before. About no child: so nothing is opened, and no budget is spent.
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
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
WITH look, me, teams, earlier, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN $look.role = 'data_team' THEN 'record_keeping'
    WHEN $look.role = 'manager' THEN 'manages'
    ELSE 'oneself'
  END AS rule, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN earlier IS NULL THEN 'done'
    WHEN earlier.body = $attempt.body THEN 'replayed'
    ELSE 'key_reused'
  END AS verdict

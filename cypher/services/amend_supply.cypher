// What came of putting right which facts an agency sends.
// @access  write
// @seek
// @param   look     map    what is recorded of this: id, by, subject, role, authority, purpose, asked, parts
// @param   today    date   the day of asking, in the United Kingdom
// @param   owner    owner  label of the caller's own authority
// @param   sees     map    the role's projection: access/policy.py
// @param   attempt  map    key, body, id, version, source: domain/attempts.py
// @param   fact     map    agency, facts: facts
// @returns verdict, level, rule, id, version, at, custodian, child
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'amend_supply'
WITH look
// fragment office: begin
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
// fragment office: end
OPTIONAL MATCH (agency:Agency&$($owner))
WHERE agency.id >= $fact.agency AND agency.id <= $fact.agency
OPTIONAL MATCH (keeper:Authority)
WHERE keeper.code >= $look.authority AND keeper.code <= $look.authority
SET keeper._lock = true
WITH look, rule, earlier, verdict, agency, keeper
REMOVE keeper._lock
WITH look, rule, earlier, verdict, agency, keeper
OPTIONAL MATCH (agency)-[fact:SUPPLIES]->(keeper)
WITH look, rule, earlier, fact, {id: fact.id, version: fact.version} AS there, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN fact IS NULL THEN 'absent'
    WHEN fact.version <> $attempt.version THEN 'stale'
    ELSE 'done'
  END AS verdict
OPTIONAL CALL (look, fact, verdict) {
  WITH look, fact, verdict, fact.facts AS before
  WHERE verdict = 'done'
  // fragment amended: begin
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = fact.id,
    old.superseded_at = look.at, fact += $fact.facts, fact.recorded_at = look.at, fact.recorded_by = look.by,
    fact.version = fact.version + 1
  REMOVE fact._lock
  // fragment amended: end
  // A fact that was not sent before has not come yet: until it has, nothing rests on its absence.
  SET fact.last_received_at = CASE WHEN all(one IN fact.facts WHERE one IN before) THEN fact.last_received_at END
  RETURN [{type: 'SUPPLIES', id: fact.id, version: fact.version}] AS changes
}
WITH look, rule, earlier, verdict, there, changes
// fragment kept: begin
CALL (look, verdict, changes) {
  WITH look, verdict, changes
  WHERE verdict = 'done'
  MERGE (counter:Counter {authority: $look.authority})
  SET counter._lock = true
  WITH look, changes, counter, coalesce(counter.last, 0) AS last
  UNWIND range(0, size(changes) - 1) AS place
  CREATE (:Change {
    key: $attempt.key + CASE place WHEN 0 THEN '' ELSE '-' + toString(place) END, body: $attempt.body,
    authority: $look.authority, sequence: last + place + 1, action: look.action, type: changes[place].type,
    fact_id: changes[place].id, version: changes[place].version, at: look.at, by: look.by
  })
  SET counter.last = last + size(changes)
}
WITH look, rule, verdict, CASE verdict
    WHEN 'done' THEN {id: changes[0].id, version: changes[0].version, at: look.at}
    WHEN 'replayed' THEN {id: earlier.fact_id, version: earlier.version, at: earlier.at}
    ELSE {id: there.id, version: there.version, at: NULL}
  END AS made
SET look.level = 'none', look.rule = rule, look.outcome = verdict,
  look.returned = CASE WHEN verdict IN ['done', 'replayed'] THEN [made.id] ELSE [] END
RETURN verdict, 'none' AS level, 'none' AS rule, made.id AS id, made.version AS version, made.at AS at,
  NULL AS custodian, NULL AS child
// fragment kept: end

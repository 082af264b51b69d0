// As fragment answer, and whom to ring where a child may be at risk of harm: the custodian's duty desk, by day and by
// night; of a protected child the one national desk, and no place.
CALL (look, child, verdict, changes) {
  WITH look, child, verdict, changes
  WHERE verdict = 'done'
  MERGE (counter:Counter {authority: child.custodian})
  SET counter._lock = true
  WITH look, child, changes, counter, coalesce(counter.last, 0) AS last
  UNWIND range(0, size(changes) - 1) AS place
  CREATE (:Change {
    key: $attempt.key + CASE place WHEN 0 THEN '' ELSE '-' + toString(place) END, body: $attempt.body,
    authority: child.custodian, sequence: last + place + 1, action: look.action, type: changes[place].type,
    fact_id: changes[place].id, version: changes[place].version, child_id: coalesce(changes[place].child_id, child.id), at: look.at, by: look.by
  })
  SET counter.last = last + size(changes)
}
WITH look, child, protected, level, rule, earlier, verdict, keeper, there, changes, CASE WHEN level <> 'none' THEN child END AS open
REMOVE open._lock
WITH look, child, protected, level, rule, verdict, keeper, CASE verdict
    WHEN 'done' THEN {id: changes[0].id, version: changes[0].version, at: look.at}
    WHEN 'replayed' THEN {id: earlier.fact_id, version: earlier.version, at: earlier.at}
    ELSE {id: there.id, version: there.version, at: NULL}
  END AS made
SET look.level = level, look.rule = rule, look.outcome = verdict,
  look.opened = CASE WHEN verdict IN ['done', 'replayed'] THEN child.id END,
  look.returned = CASE WHEN verdict IN ['done', 'replayed'] THEN [child.id, made.id] ELSE [] END,
  look.review = CASE verdict WHEN 'over_budget' THEN verdict END
RETURN verdict, level, rule, made.id AS id, made.version AS version, made.at AS at,
  head(COLLECT {
    MATCH (desk:Authority)
    WHERE verdict = 'not_custodian' AND desk.code = keeper
    RETURN {code: desk.code, name: desk.name, phone: desk.duty_phone} AS asked
  }) AS custodian,
  CASE WHEN verdict IN ['done', 'replayed'] AND level IN ['content', 'identity'] THEN {
    id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born
  } END AS child,
  CASE WHEN NOT verdict IN ['done', 'replayed'] THEN NULL WHEN protected THEN {
    name: 'the national desk', phone: $desk.phone, hours: $desk.hours, out_of_hours_phone: NULL
  } ELSE head(COLLECT {
    MATCH (desk:Authority)
    WHERE desk.code >= child.custodian AND desk.code <= child.custodian
    RETURN {
      name: 'the ' + desk.name + ' duty desk', phone: desk.duty_phone, hours: desk.duty_hours,
      out_of_hours_phone: desk.out_of_hours_phone
    } AS asked
  }) END AS desk

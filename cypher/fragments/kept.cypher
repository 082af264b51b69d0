// What was changed of people and services goes into the log of the caller's own authority, in order and without gaps;
// it is about no child. Of a replay the answer is that of the first time.
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

// How many children's signals now say what was found; those who were looked at again since are left as they are.
// @access  write
// @param   owner      owner     the authority's label
// @param   custodian  string    its code
// @param   as_of      datetime  when the facts were read of which this is the result
// @param   watched    maps      child_id and due_on of everybody who was looked at
// @param   stands     maps      signals that begin or say something else: key, id, child_id, facts
// @param   ended      maps      signals that stand no longer: key, child_id
// @param   entries    maps      lines for the log: key, child_id, action, fact_id
// @param   today      date      the day of asking, in the United Kingdom
// @returns settled
//
// Where somebody else looked at a child later than this reading, theirs is right: so this one writes nothing of it.
UNWIND $watched AS row
MERGE (watch:Watch {child_id: row.child_id})
SET watch._lock = true
WITH watch, row
WHERE watch.as_of IS NULL OR watch.as_of <= $as_of
SET watch.as_of = $as_of, watch.due_on = row.due_on, watch.custodian = $custodian
REMOVE watch._lock
WITH collect(row.child_id) AS these
CALL (these) {
  UNWIND $ended AS row
  MATCH (signal:Signal)
  WHERE signal.key = row.key AND row.child_id IN these
  SET signal.ended_on = $today
  REMOVE signal.key, signal.due_on
}
CALL (these) {
  UNWIND $stands AS row
  MATCH (child:Child&$($owner))
  WHERE child.id = row.child_id AND row.child_id IN these
  MERGE (signal:Signal {key: row.key})
  ON CREATE SET signal:$($owner), signal.id = row.id, signal.recorded_at = $as_of, signal.custodian = $custodian, signal.version = 1,
    signal.source = 'service', signal.recorded_by = 'signals'
  SET signal += row.facts
  WITH signal, row, COLLECT {
    MATCH (signal)-[said:SPEAKS_OF]->(before:Child)
    WHERE NOT before.id IN [row.child_id] + row.facts.others
    RETURN said
  } AS past
  FOREACH (said IN past | DELETE said)
  WITH signal, row
  UNWIND [row.child_id] + row.facts.others AS about
  MATCH (spoken:Child&$($owner))
  WHERE spoken.id = about
  MERGE (signal)-[said:SPEAKS_OF]->(spoken)
  ON CREATE SET said.custodian = $custodian, said.id = signal.id + '-' + about, said.recorded_at = $as_of,
    said.recorded_by = 'signals', said.source = 'service', said.version = 1
}
CALL (these) {
  UNWIND $entries AS row
  WITH row
  // Of two who found the same beginning at once only one made the record: the log has one line of it.
  WHERE row.child_id IN these AND NOT EXISTS { MATCH (made:Change) WHERE made.key = row.key }
    AND EXISTS { MATCH (signal:Signal) WHERE signal.id = row.fact_id }
  WITH collect(row) AS rows
  WHERE rows <> []
  MERGE (counter:Counter {authority: $custodian})
  SET counter._lock = true
  WITH rows, counter, coalesce(counter.last, 0) AS last
  UNWIND range(0, size(rows) - 1) AS place
  CREATE (:Change {
    key: rows[place].key, authority: $custodian, sequence: last + place + 1, action: rows[place].action, type: 'Signal',
    fact_id: rows[place].fact_id, version: 1, child_id: rows[place].child_id, at: datetime(), by: 'signals'
  })
  SET counter.last = last + size(rows)
}
RETURN size(these) AS settled

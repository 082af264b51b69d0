// The other authority's log says so too, where another keeps that record; then what goes into the caller's own.
CALL (look, kept, gone, other, settled) {
  WITH look, kept, gone, other
  WHERE settled AND other.custodian <> $look.authority
  MERGE (counter:Counter {authority: other.custodian})
  SET counter._lock = true
  WITH look, kept, gone, other, counter, coalesce(counter.last, 0) + 1 AS next
  CREATE (:Change {
    key: $attempt.key + '-other', body: $attempt.body, authority: other.custodian, sequence: next, action: look.action,
    type: 'Child', fact_id: gone.id, version: gone.version, child_id: kept.id, at: look.at, by: look.by
  })
  SET counter.last = next
}
RETURN [{type: 'POSSIBLY_SAME_AS', id: pair.id, version: pair.version, child_id: kept.id}] +
  CASE WHEN settled THEN [{type: 'Child', id: gone.id, version: gone.version, child_id: kept.id}] ELSE [] END AS changes

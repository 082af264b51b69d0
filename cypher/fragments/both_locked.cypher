// The pair and both records, locked always in the same order; then whether this attempt was made before.
WITH look, me, pair, child, other, rule, level,
  [one IN [child, other] WHERE level <> 'none' AND one.id <= child.id AND one.id <= other.id] AS firsts
WITH look, me, pair, child, other, rule, level, firsts[0] AS first
SET first._lock = true
WITH look, me, pair, child, other, rule, level, first, CASE WHEN level <> 'none' THEN CASE first WHEN child THEN other ELSE child END END AS second
SET second._lock = true
WITH look, me, pair, child, other, rule, level, first, second, CASE WHEN level <> 'none' THEN pair END AS fact
SET fact._lock = true
// The locks are held until the end of the transaction all the same.
REMOVE fact._lock, first._lock, second._lock
WITH look, me, pair, child, other, rule, level
OPTIONAL MATCH (earlier:Change)
WHERE earlier.key >= $attempt.key AND earlier.key <= $attempt.key
WITH look, me, pair, child, other, rule, level, earlier, CASE
    WHEN rule = 'account_not_active' THEN rule
    WHEN level = 'none' THEN 'absent'
    WHEN earlier IS NOT NULL THEN CASE earlier.body WHEN $attempt.body THEN 'replayed' ELSE 'key_reused' END
    WHEN pair.version <> $attempt.version THEN 'stale'
    ELSE 'done'
  END AS verdict

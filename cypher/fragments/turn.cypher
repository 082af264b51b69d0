// Numbers are claimed and given up one at a time: of two who claim the same at once, the second sees the first.
// After the child's lock and before that of any number, or two could wait for each other.
CALL (verdict) {
  WITH verdict
  WHERE verdict = 'done'
  MERGE (turn:Counter {authority: 'identifiers'})
  SET turn._lock = true
}

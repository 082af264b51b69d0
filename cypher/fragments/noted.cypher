// The first person's word is kept; the second's ends it.
CALL (look, word, verdict) {
  WITH look, word, verdict
  WHERE verdict = 'second_person'
  MERGE (said:Word {key: $attempt.word})
  SET said.by = look.by, said.at = look.at, said.custodian = $look.authority
}
CALL (word, verdict) {
  WITH word
  WHERE verdict = 'done'
  DELETE word
}

// Where somebody lives today: the relationships and the households, those of other custodians first.
COLLECT {
  MATCH (who)-[lives:LIVES_AT]->(home:Household)
  WHERE (lives.start IS NULL OR lives.start <= $today) AND (lives.end IS NULL OR lives.end > $today)
    AND coalesce(lives.end_reason, '') <> 'recorded_in_error'
  RETURN {lives: lives, home: home} AS stay
  ORDER BY lives.custodian = $look.authority, lives.id
}

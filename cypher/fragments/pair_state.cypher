// How the pair stands after what came of it.
head(COLLECT {
  MATCH (:Child|Merged)-[pair:POSSIBLY_SAME_AS]-(:Child|Merged)
  WHERE pair.id >= made.id AND pair.id <= made.id
  RETURN pair.state AS state
})

// Whether the caller manages the team of this post, in whatever role: then a seat of it would open the child to them.
EXISTS {
  MATCH (me)-[:MANAGES]->(:Service) (()<-[:PART_OF]-(:Service)){0,4} (team)
  WHERE team.id = place
}

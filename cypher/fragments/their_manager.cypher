// Whether the caller manages a team in which this person works today (their posts, never what they say of themselves).
EXISTS {
  MATCH (who)-[post:WORKS_IN]->(place:Service)
  WHERE place.id IN teams AND post.custodian = $look.authority
    AND (post.start IS NULL OR post.start <= $today) AND (post.end IS NULL OR post.end > $today)
    AND coalesce(post.end_reason, '') <> 'recorded_in_error'
}

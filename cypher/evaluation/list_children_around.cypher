// The children whom changes may concern: those changed, their siblings, those of the same people; each with its next day.
// @access   read
// @param    owner      owner   the authority's label
// @param    custodian  string  its code
// @param    today      date    the day of asking, in the United Kingdom
// @param    among      map     changes: child_id, type and fact_id of each; children: those whose day has come
// @param    limit      int     how many at once
// @returns  child_id, due_on
CALL () {
  UNWIND $among.children AS id
  RETURN id
  UNION
  UNWIND $among.changes AS change
  WITH change.child_id AS id
  WHERE id IS NOT NULL
  RETURN id
  UNION
  UNWIND $among.changes AS change
  MATCH (first:Child&$($owner))<-[:CARES_FOR]-(:Carer)-[:CARES_FOR]->(sibling:Child&$($owner))
  WHERE first.id = change.child_id
  RETURN sibling.id AS id
  UNION
  // How many somebody leads is so of each of them.
  UNWIND $among.changes AS change
  MATCH (first:Child&$($owner))<-[:LEADS]-(:Practitioner)-[:LEADS]->(other:Child&$($owner))
  WHERE first.id = change.child_id AND change.type = 'LEADS'
  RETURN other.id AS id
  UNION
  UNWIND $among.changes AS change
  MATCH (first:Child&$($owner))-[:POSSIBLY_SAME_AS]-(other:Child&$($owner))
  WHERE first.id = change.child_id
  RETURN other.id AS id
  UNION
  UNWIND $among.changes AS change
  MATCH (who:Practitioner)-[:INVOLVED_WITH|LEADS]->(theirs:Child&$($owner))
  WHERE change.child_id IS NULL AND who.id = change.fact_id
  RETURN theirs.id AS id
  UNION
  // A post, a sign-in or a cover is found from the authority's own people: it has no index of its own.
  UNWIND [change IN $among.changes WHERE change.child_id IS NULL | change.fact_id] AS changed
  MATCH (who:Practitioner)-[post:WORKS_IN|MANAGES|HAS_ACCOUNT|COVERED_BY]->(place)
  WHERE who.custodian = $custodian AND changed IN [post.id, place.id]
  MATCH (who)-[:INVOLVED_WITH|LEADS]->(theirs:Child&$($owner))
  RETURN theirs.id AS id
  UNION
  // What a service is, for everybody it works with.
  UNWIND [change IN $among.changes WHERE change.child_id IS NULL | change.fact_id] AS changed
  MATCH ()-[seat:INVOLVED_WITH]->(theirs:Child&$($owner))
  WHERE seat.custodian = $custodian AND seat.service_id = changed
  RETURN theirs.id AS id
}
WITH DISTINCT id
ORDER BY id
LIMIT $limit
OPTIONAL MATCH (child:Child&$($owner))
WHERE child.id = id
WITH id, CASE WHEN child IS NULL THEN [] ELSE
    // fragment next_days: begin
    COLLECT {
      MATCH (child)-[fact]-()
      UNWIND [fact.start, fact.end] AS day
      WITH day
      WHERE day > $today
      RETURN day
      UNION
      MATCH (meeting:Meeting)-[:ABOUT]->(child)
      UNWIND [meeting.planned_on + duration({days: 1}), meeting.next_on + duration({days: 1})] AS day
      WITH day
      WHERE day > $today
      RETURN day
      UNION
      MATCH (:Practitioner)-[raised:HAS_CONCERN]->(child)
      WITH raised.due_on + duration({days: 1}) AS day
      WHERE day > $today
      RETURN day
    }
    // fragment next_days: end
  END AS days
RETURN id AS child_id, reduce(least = days[0], day IN days | CASE WHEN day < least THEN day ELSE least END) AS due_on

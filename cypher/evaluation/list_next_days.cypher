// The next day on which a fact of a child begins, ends or comes due by the calendar alone, for every child of an authority.
// @access   read
// @param    owner      owner   the authority's label
// @param    custodian  string  its code
// @param    today      date    the day of asking, in the United Kingdom
// @param    limit      int     more than any authority has
// @returns  child_id, due_on
// fragment those_kept: begin
MATCH (child:Child&$($owner))
WHERE child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment those_kept: end
WITH child,
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
  AS days
WHERE days <> []
RETURN child.id AS child_id, reduce(least = days[0], day IN days | CASE WHEN day < least THEN day ELSE least END) AS due_on
ORDER BY child_id
LIMIT $limit

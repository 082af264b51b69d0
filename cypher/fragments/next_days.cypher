// The days to come on which the calendar alone may change what is true of a child. What is due on a day has passed on the
// day after.
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

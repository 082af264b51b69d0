// Leads whose mark of being the child's current one is missing or wrong.
// @access  read
// @param   limit  int  the most rows to return
// @returns subject, detail
// @unscoped it looks over every part
MATCH (:Practitioner)-[lead:LEADS]->(child:Child)
WITH lead, child, lead.state = 'accepted' AND (lead.end IS NULL OR lead.end > date())
  AND coalesce(lead.end_reason, '') <> 'recorded_in_error' AS current
WHERE (current AND coalesce(lead.current_child, '') <> child.id) OR (NOT current AND lead.current_child = child.id AND lead.state <> 'accepted')
RETURN lead.id AS subject, 'current_child does not say what state and end say' AS detail
ORDER BY subject
LIMIT $limit

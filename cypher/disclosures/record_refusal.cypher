// The record of a look that the policy refused, before the graph was asked.
// @access  disclose
// @seek
// @param   look  map  id, by, subject, role, authority, action, purpose, asked, and the rule that refused
// @returns id
// @unscoped it reads nobody's record
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.level = 'none', look.outcome = 'refused'
RETURN look.id AS id

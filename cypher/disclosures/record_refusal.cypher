// The record of a look that the policy refused, before the graph was asked.
// @access  disclose
// @seek
// @param   look_id    string  id of the disclosure that this statement writes
// @param   caller     string  id of the practitioner who asks, or for whom a system asks
// @param   subject    string  the sign-in
// @param   role       string  the role the sign-in gives
// @param   authority  string  code of the caller's authority, whose tree seals the disclosure
// @param   action     string  what was asked for
// @param   purpose    string  why, as a code
// @param   asked      string  the id asked about
// @param   rule       string  the policy's rule that refused it
// @returns id
// @unscoped it reads nobody's record
CREATE (look:Disclosure:Unsealed {
  id: $look_id, at: datetime(), action: $action, by: $caller, subject: $subject, role: $role,
  authority: $authority, purpose: $purpose, asked: $asked, level: 'none', rule: $rule, outcome: 'refused'
})
RETURN look.id AS id

// Disclosures that do not say who looked, at what, why and with which outcome.
// @access  read
// @param   limit  int  the most rows to return
// @returns subject, detail
// @unscoped it looks over every part
MATCH (look:Disclosure)
WHERE look.id IS NULL OR look.at IS NULL OR look.by IS NULL OR look.purpose IS NULL OR look.action IS NULL
  OR look.outcome IS NULL OR look.rule IS NULL
RETURN look.id AS subject, 'a disclosure without who, when, what, why or outcome' AS detail
ORDER BY subject
LIMIT $limit

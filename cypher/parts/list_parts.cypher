// Each authority's lawful bases (no recipient) and sharing agreements (one row a recipient).
// @access  read
// @param   limit  int  the most rows to return
// @returns custodian, recipient, purposes, start, end
// @unscoped the scope is made from these rows, so it cannot limit them; they hold nothing about a person
MATCH (custodian:Authority)-[:OPEN_UNDER|SHARES_UNDER]->(ground:LawfulBasis|SharingAgreement)
OPTIONAL MATCH (ground)-[:WITH]->(recipient:Authority)
RETURN custodian.code AS custodian, recipient.code AS recipient, coalesce(ground.purposes, []) AS purposes,
  ground.start AS start, ground.end AS end
ORDER BY custodian, recipient, start
LIMIT $limit

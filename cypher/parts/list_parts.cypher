// Every part's lawful bases and sharing agreements: one row, from which each caller's scope is made.
// @access  read
// @param   limit  int  the most of each to return
// @returns bases, agreements, nations
// @unscoped the scope is made from this row, so it cannot limit it; it holds nothing about a person
RETURN
  COLLECT {
    MATCH (custodian:Authority)-[:OPEN_UNDER]->(basis:LawfulBasis)
    RETURN {custodian: custodian.code, start: basis.start, end: basis.end} AS basis
    ORDER BY custodian.code, basis.start, basis.id
    LIMIT $limit
  } AS bases,
  COLLECT {
    MATCH (custodian:Authority)-[:SHARES_UNDER]->(agreement:SharingAgreement)-[:WITH]->(recipient:Authority)
    RETURN {
      custodian: custodian.code, recipient: recipient.code, purposes: agreement.purposes,
      start: agreement.start, end: agreement.end
    } AS agreement
    ORDER BY custodian.code, recipient.code, agreement.start, agreement.id
    LIMIT $limit
  } AS agreements,
  COLLECT {
    MATCH (body:Authority)
    WHERE body.nation IS NOT NULL
    RETURN {code: body.code, nation: body.nation} AS body
    ORDER BY body.code
    LIMIT $limit
  } AS nations

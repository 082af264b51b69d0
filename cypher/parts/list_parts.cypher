// Every part's lawful bases and sharing agreements: one row, from which each caller's scope is made.
// @access  read
// @param   limit  int  the most of each to return
// @returns bases, agreements, nations
// @unscoped the scope is made from this row, so it cannot limit it; it holds nothing about a person
//
// By collect() and not by COLLECT {}: the server reckons 100 KB for each row of the latter (52 MB for 446 authorities).
CALL () {
  MATCH (custodian:Authority)-[:OPEN_UNDER]->(basis:LawfulBasis)
  WITH custodian.code AS code, basis.start AS start, basis.end AS end, basis.id AS id
  ORDER BY code, start, id
  LIMIT $limit
  RETURN collect({custodian: code, start: start, end: end}) AS bases
}
CALL () {
  MATCH (custodian:Authority)-[:SHARES_UNDER]->(agreement:SharingAgreement)-[:WITH]->(recipient:Authority)
  WITH custodian.code AS code, recipient.code AS other, agreement.purposes AS purposes, agreement.start AS start,
    agreement.end AS end, agreement.id AS id
  ORDER BY code, other, start, id
  LIMIT $limit
  RETURN collect({custodian: code, recipient: other, purposes: purposes, start: start, end: end}) AS agreements
}
CALL () {
  MATCH (body:Authority)
  WHERE body.nation IS NOT NULL
  WITH body.code AS code, body.nation AS nation
  ORDER BY code
  LIMIT $limit
  RETURN collect({code: code, nation: nation}) AS nations
}
RETURN bases, agreements, nations

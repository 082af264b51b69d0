// The one account that signs in under a name, with the practitioner it belongs to or acts for.
// @access  read
// @seek
// @param   subject  string  the sign-in's name
// @returns subject, practitioner_id, name, role, authority, service_id
// @unscoped it answers about the sign-in itself, before there is a caller; development only
MATCH (who:Practitioner)-[:HAS_ACCOUNT]->(account:Account {subject: $subject})
RETURN account.subject AS subject, who.id AS practitioner_id, who.name AS name, account.role AS role,
  account.custodian AS authority, account.service_id AS service_id

// Carers who are children here themselves: one person, one node, with the child's protections.
// @access  write
// @param   rows       maps      id (the carer's origin), child
// @param   custodian  string    code of the authority that keeps these
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @param   source     string    the sending system
// @returns written, created, changed
// @unscoped the child's own node, which its authority keeps already
// fragment serial: begin
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row
// fragment serial: end
MATCH (fact:Child {child_origin: row.child})
SET fact:Carer, fact.carer_origin = row.id, fact.phone = row.facts.phone, fact.email = row.facts.email,
  fact.recorded_by = $by, fact.source = $source
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

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
// A telephone that was put right here stays until the file says another; the version before is kept.
FOREACH (_ IN CASE WHEN fact.carer_digest <> row.digest THEN [1] ELSE [] END |
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now, fact.version = fact.version + 1,
    fact.recorded_at = $now, fact.recorded_by = $by
)
FOREACH (_ IN CASE WHEN fact.carer_digest = row.digest THEN [] ELSE [1] END |
  SET fact.phone = row.facts.phone, fact.email = row.facts.email, fact.source = $source
)
SET fact:Carer, fact.carer_origin = row.id, fact.carer_digest = row.digest
RETURN count(fact) AS written,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version = 1 THEN 1 ELSE 0 END) AS created,
  sum(CASE WHEN fact.recorded_at = $now AND fact.version > 1 THEN 1 ELSE 0 END) AS changed

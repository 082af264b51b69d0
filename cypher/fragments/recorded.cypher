// After MERGE (fact ...): a new fact with its provenance, or an amendment that keeps the old version beside it.
ON CREATE SET fact += row.facts, fact.custodian = $custodian, fact.recorded_at = $now, fact.recorded_by = $by,
  fact.source = $source, fact.version = 1, fact.digest = row.digest
FOREACH (_ IN CASE WHEN fact.digest <> row.digest THEN [1] ELSE [] END |
  CREATE (old:Version)
  SET old = properties(fact), old.id = NULL, old.fact_id = fact.id, old.superseded_at = $now,
    fact += row.facts, fact.recorded_at = $now, fact.recorded_by = $by, fact.version = fact.version + 1,
    fact.digest = row.digest
)

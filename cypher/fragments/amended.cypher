// An amendment: the version before is kept beside the fact; nothing is overwritten.
CREATE (old:Version)
SET old = properties(fact), old.id = NULL, old._lock = NULL, old.current_child = NULL, old.fact_id = fact.id,
  old.superseded_at = look.at, fact += $fact.facts, fact.recorded_at = look.at, fact.recorded_by = look.by,
  fact.version = fact.version + 1
REMOVE fact._lock

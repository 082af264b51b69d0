// A new fact: what it says, and who keeps it, who said so, and when.
SET fact += $fact.facts, fact.id = $attempt.id, fact.custodian = $look.authority, fact.recorded_at = look.at,
  fact.recorded_by = look.by, fact.source = $attempt.source, fact.version = 1

// Whether this caller may settle a planned meeting: they chair or planned it, or lead, manage or answer for the child.
SET fact._lock = true
WITH look, me, child, level, rule, earlier, verdict, fact, EXISTS {
    MATCH (me)-[chair:CHAIRS]->(fact)
    WHERE coalesce(chair.end_reason, '') <> 'recorded_in_error'
  } OR fact.recorded_by = look.by AS own
REMOVE fact._lock
WITH look, child, level, rule, earlier, fact, fact.custodian AS keeper, {id: fact.id, version: fact.version} AS there, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN fact IS NULL THEN 'absent'
    WHEN fact.custodian <> $look.authority THEN 'not_custodian'
    WHEN NOT own AND NOT rule IN ['leads', 'office', 'manages'] THEN 'not_yours'
    WHEN fact.version <> $attempt.version THEN 'stale'
    WHEN fact.state <> 'planned' THEN 'already_ended'
    ELSE 'done'
  END AS verdict

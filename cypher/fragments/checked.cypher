// Whether the caller may see the fact at all, whether it is theirs to change, and in the version that they read.
// It is locked before its version is compared, because a comparison is not made again after the lock (engine.md).
SET fact._lock = true
WITH look, me, child, mine, protected, rule, level, earlier, verdict, who, fact,
  // fragment unnamed: begin
  COLLECT {
    MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
    WHERE who <> me AND (tie.start IS NULL OR tie.start <= $today) AND coalesce(tie.end_reason, '') <> 'recorded_in_error'
    OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
    WHERE (held.start IS NULL OR held.start <= $today) AND coalesce(held.end_reason, '') <> 'recorded_in_error'
      AND (held.end IS NULL OR held.end >= coalesce(tie.start, date(tie.raised_at), tie.started_on, held.end))
    OPTIONAL MATCH (post:Service)
    WHERE post.id >= tie.service_id AND post.id <= tie.service_id
    WITH who, [who, base, post] AS places
    WHERE any(place IN places WHERE place.tier = 'sensitive' AND NOT place.id IN mine)
    RETURN DISTINCT who.id AS id
  }
  // fragment unnamed: end
  AS unnamed
REMOVE fact._lock
WITH look, me, child, mine, protected, rule, level, earlier, who, fact, fact.custodian AS keeper, {id: fact.id, version: fact.version} AS there, CASE
    WHEN verdict <> 'done' THEN verdict
    WHEN fact IS NULL OR fact.end_reason = 'recorded_in_error' THEN 'absent'
    WHEN who <> me AND (level <> 'content' OR protected OR who.id IN unnamed) THEN 'absent'
    WHEN fact.custodian <> $look.authority THEN 'not_custodian'
    WHEN who <> me AND NOT rule IN ['leads', 'office', 'manages'] THEN 'not_yours'
    WHEN fact.version <> $attempt.version THEN 'stale'
    ELSE 'done'
  END AS verdict

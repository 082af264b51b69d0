// Who would see more, and who less, if two records became one: numbers of people, and nobody's name.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees   map    the role's projection: access/policy.py
// @param   fact   map    keeps: which of the two stays, child (the caller's own, or the first) or other
// @returns active, pair
//
// Of each record only where the caller's authority keeps it: how many work with a child elsewhere is for others to know.
// Who works for a sensitive service is not counted.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'preview_merge'
WITH look
// fragment doubt: begin
// fragment caller: begin
OPTIONAL MATCH (me:Practitioner)
WHERE me.id >= $look.by AND me.id <= $look.by
WITH look, me,
  EXISTS {
    MATCH (me)-[:HAS_ACCOUNT]->(account:Account)
    WHERE account.subject = $look.subject AND account.role = $look.role AND account.custodian = $look.authority
      AND account.state = 'active'
  } AS active,
  COLLECT {
    MATCH (me)-[held:WORKS_IN]->(place:Service)
    WHERE (held.start IS NULL OR held.start <= $today) AND (held.end IS NULL OR held.end > $today)
      AND coalesce(held.end_reason, '') <> 'recorded_in_error'
    RETURN place.id
  } AS mine,
  COLLECT {
    MATCH (me)-[listed:MAY_SEE]->(shield:Protection)
    WHERE listed.end IS NULL OR listed.end > $today
    RETURN shield.id
  } AS cleared,
  COLLECT {
    MATCH (me)-[managed:MANAGES]->(:Service) (()<-[:PART_OF]-(:Service)){0,4} (team)
    WHERE $sees.manages
      AND (managed.start IS NULL OR managed.start <= $today) AND (managed.end IS NULL OR managed.end > $today)
      AND coalesce(managed.end_reason, '') <> 'recorded_in_error'
    RETURN DISTINCT team.id AS id
  } AS teams
// fragment caller: end
OPTIONAL MATCH (one:(Child|Merged)&$any($scope.open))-[pair:POSSIBLY_SAME_AS]->(two:(Child|Merged)&$any($scope.open))
WHERE pair.id >= $look.asked AND pair.id <= $look.asked
WITH look, me, active, cleared, pair, one, two, any(label IN labels(one) WHERE label IN $scope.kept) AS is_first
WITH look, me, active, cleared, pair, CASE WHEN is_first THEN one ELSE two END AS ours, CASE WHEN is_first THEN two ELSE one END AS other
WITH look, me, active, pair, ours, other, COLLECT {
    UNWIND [ours, other] AS child
    UNWIND
      // fragment shields: begin
      COLLECT {
        MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
            WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
              AND coalesce(home.end_reason, '') <> 'recorded_in_error'
          ){0,2} (covered)-[:PROTECTED_BY]->(shield:Protection)
        WHERE (shield.end IS NULL OR shield.end > $today)
          AND (shield.kind = 'shield' AND NOT shield.id IN cleared OR shield.kind = 'new_identity' AND covered = child)
        RETURN DISTINCT shield.kind AS kind
      }
      // fragment shields: end
      AS kind
    RETURN kind
  } AS shields
WITH look, me, pair, ours AS child, other, CASE
    WHEN NOT active THEN 'account_not_active'
    WHEN pair IS NULL OR shields <> [] OR NOT any(label IN labels(ours) WHERE label IN $scope.kept) THEN 'none'
    ELSE 'record_keeping'
  END AS rule
WITH look, me, pair, child, other, rule,
  // fragment level: begin
  CASE
    WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
    WHEN rule = 'record_keeping' THEN 'identity'
    WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
    ELSE 'none'
  END
  // fragment level: end
  AS level
// fragment doubt: end
WITH look, pair, child, other, rule, CASE WHEN pair.state = 'open' THEN level ELSE 'none' END AS level,
  CASE $fact.keeps WHEN 'other' THEN other ELSE child END AS kept, CASE $fact.keeps WHEN 'other' THEN child ELSE other END AS gone
WITH look, pair, child, other, rule, level, kept, gone, COLLECT {
    UNWIND [kept, gone] AS record
    RETURN CASE WHEN any(label IN labels(record) WHERE label IN $scope.kept) THEN COLLECT {
        MATCH (who:Practitioner)-[tie:INVOLVED_WITH|LEADS]->(record)
        WHERE tie.state IN ['accepted', 'confirmed'] AND tie.custodian = record.custodian
          AND (tie.start IS NULL OR tie.start <= $today) AND (tie.end IS NULL OR tie.end > $today)
          AND coalesce(tie.end_reason, '') <> 'recorded_in_error'
          AND NOT EXISTS { MATCH (post:Service {tier: 'sensitive'}) WHERE post.id = tie.service_id }
          AND NOT EXISTS { (who)-[:WORKS_IN]->(:Service {tier: 'sensitive'}) }
        RETURN DISTINCT who.id AS id
      } END AS people
  } AS opens
SET look.level = level, look.rule = rule, look.outcome = CASE WHEN level = 'none' THEN 'absent' ELSE 'shown' END,
  look.returned = CASE WHEN level = 'none' THEN [] ELSE [child.id] END
RETURN rule <> 'account_not_active' AS active, CASE WHEN level <> 'none' THEN {
    id: pair.id, version: pair.version, keeps: $fact.keeps,
    see_more_of_the_kept: size([who IN opens[0] WHERE NOT who IN coalesce(opens[1], [])]),
    see_more_of_the_other: CASE WHEN kept.custodian = gone.custodian THEN size([who IN opens[1] WHERE NOT who IN coalesce(opens[0], [])]) END,
    see_less: CASE WHEN kept.custodian <> gone.custodian THEN size(opens[1]) END,
    two_leads: child.custodian = other.custodian
      AND EXISTS { MATCH (:Practitioner)-[lead:LEADS]->(kept) WHERE lead.current_child = kept.id }
      AND EXISTS { MATCH (:Practitioner)-[lead:LEADS]->(gone) WHERE lead.current_child = gone.id },
    protected:
      // fragment guarded: begin
      EXISTS {
        MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
            WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
              AND coalesce(home.end_reason, '') <> 'recorded_in_error'
          ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
        WHERE shield.end IS NULL OR shield.end > $today
      }
      // fragment guarded: end
  } END AS pair

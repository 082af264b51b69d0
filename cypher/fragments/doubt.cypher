// Two records that may be of one child, for the data team that keeps one of them (`child`).
// Behind a shield only for those on its list, and never where one of them has a new identity: then it is not there.
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

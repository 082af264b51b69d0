// Pairs of records that may be of one child, one of them kept by the caller's authority, longest waiting first.
// @access  disclose
// @seek
// @param   look   map    what is recorded of this look: id, by, subject, role, authority, purpose, asked, parts
// @param   today  date   the day of asking, in the United Kingdom
// @param   scope  scope  labels of parts in force (open), that the role opens (office, kept), shared (agreed, enacted)
// @param   sees   map    the role's projection: access/policy.py
// @param   limit  int    the most pairs to return
// @returns active, pairs
//
// Of a record that is not the caller's to keep: what an agreement lets them know, else nothing but that it waits too.
CREATE (look:Disclosure:Unsealed)
SET look = $look, look.at = datetime(), look.day = $today, look.action = 'list_possible_duplicates'
WITH look
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
WITH look, active, cleared, CASE WHEN NOT active THEN [] ELSE COLLECT {
    CALL () {
      MATCH (:Child)-[pair:POSSIBLY_SAME_AS]->(:Child)
      WHERE pair.custodian = $look.authority AND pair.state = 'open'
      RETURN pair
      UNION
      MATCH (:Child)-[pair:POSSIBLY_SAME_AS]->(:Child)
      WHERE pair.other_custodian = $look.authority AND pair.state = 'open'
      RETURN pair
    }
    MATCH (one:Child&$any($scope.open))-[pair]->(two:Child&$any($scope.open))
    WITH pair, one, two, any(label IN labels(one) WHERE label IN $scope.kept) AS is_first
    WITH pair, CASE WHEN is_first THEN one ELSE two END AS child, CASE WHEN is_first THEN two ELSE one END AS other
    WHERE any(label IN labels(child) WHERE label IN $scope.kept)
      AND NOT EXISTS { (other)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    WITH pair, child, other,
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
      AS shields
    WHERE shields = []
    WITH pair, child, other, CASE
        WHEN any(label IN labels(other) WHERE label IN $scope.kept) THEN 'identity'
        WHEN any(label IN labels(other) WHERE label IN $scope.agreed OR label IN $scope.enacted) THEN 'existence'
        ELSE 'none'
      END AS level
    RETURN {
      id: pair.id, version: pair.version, since: date(pair.recorded_at), why: pair.explanation,
      said: CASE WHEN pair.decision = 'apart' THEN 'apart' WHEN pair.decision = child.id THEN 'keeps_child'
        WHEN pair.decision = other.id THEN 'keeps_other' END,
      said_here: $look.authority IN coalesce(pair.decided_for, []), said_by_you: look.by IN coalesce(pair.decided_by, []),
      said_there: other.custodian IN coalesce(pair.decided_for, []),
      child: {id: child.id, given_name: child.given_name, family_name: child.family_name, born: child.born},
      other: {
        level: level, id: CASE WHEN level <> 'none' THEN other.id END,
        given_name: CASE level WHEN 'identity' THEN other.given_name END,
        family_name: CASE level WHEN 'identity' THEN other.family_name END,
        born: CASE level WHEN 'identity' THEN other.born END,
        custodian: CASE WHEN level <> 'none' THEN head(COLLECT {
          MATCH (desk:Authority)
          WHERE desk.code >= other.custodian AND desk.code <= other.custodian
          RETURN {code: desk.code, name: desk.name, phone: desk.duty_phone} AS kept_by
        }) END
      }
    } AS entry
    ORDER BY entry.since, entry.id
    LIMIT $limit
  } END AS pairs
SET look.outcome = CASE WHEN active THEN 'shown' ELSE 'refused' END,
  look.returned = [one IN pairs | one.child.id] + [one IN pairs WHERE one.other.id IS NOT NULL | one.other.id],
  look.rule = CASE WHEN active THEN 'record_keeping' ELSE 'account_not_active' END
RETURN active, pairs

// The involvements and leads of a person that have not ended, and whether the caller may see each of them.
// Who has a new identity is not there, for anybody. What a shield, a sensitive service or a part that is closed hides is
// in it, but not `seen`: so that nobody closes over work which only they cannot see. A seat in a sensitive service that has
// not begun makes nobody unnamed yet, and is not seen either.
COLLECT {
  MATCH (who)-[fact:INVOLVED_WITH|LEADS]->(child:Child)
  WHERE (fact.end IS NULL OR fact.end > $today) AND coalesce(fact.end_reason, '') <> 'recorded_in_error'
  WITH me, who, mine, teams, fact, child,
    // fragment ties: begin
    COLLECT {
      MATCH (me)-[own:LEADS|INVOLVED_WITH]->(child)
      WHERE own.state IN ['accepted', 'confirmed', 'asserted'] AND (own.custodian = child.custodian OR own:INVOLVED_WITH)
        AND (own.start IS NULL OR own.start <= $today) AND (own.end IS NULL OR own.end > $today)
        AND coalesce(own.end_reason, '') <> 'recorded_in_error'
      // Another authority's word for its own people is no more than theirs: nobody raises their own level.
      // What only they themselves have said of themselves opens nothing at all.
      RETURN CASE
          WHEN own:LEADS THEN 'leads'
          WHEN own.custodian = child.custodian AND own.state = 'confirmed' THEN 'confirmed'
          WHEN own.recorded_by <> $look.by THEN 'asserted'
          ELSE 'own word'
        END AS tie
      UNION
      MATCH (me)-[chair:CHAIRS]->(meeting:Meeting)-[about:ABOUT]->(child)
      WHERE $sees.chairs AND chair.custodian = child.custodian AND meeting.custodian = child.custodian
        AND about.custodian = child.custodian AND coalesce(chair.end_reason, '') <> 'recorded_in_error'
        AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
        AND (meeting.state = 'planned' OR meeting.state = 'held' AND meeting.next_on >= $today)
      RETURN 'chairs' AS tie
      UNION
      MATCH (:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
      WHERE seat.service_id IN teams AND seat.state = 'confirmed' AND seat.custodian = child.custodian
        AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
        AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
      RETURN 'manages' AS tie
    }
    // fragment ties: end
    AS ties,
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
    AS shields,
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
  WHERE NOT 'new_identity' IN shields
  WITH me, mine, who, teams, fact, child, ties, shields, unnamed,
    // fragment rule: begin
    CASE
      WHEN child IS NULL OR 'new_identity' IN shields THEN 'none'
      WHEN 'leads' IN ties THEN 'leads'
      WHEN 'confirmed' IN ties THEN 'own_involvement'
      WHEN 'chairs' IN ties THEN 'chairs'
      WHEN 'manages' IN ties THEN 'manages'
      WHEN any(label IN labels(child) WHERE label IN $scope.office) THEN 'office'
      WHEN any(label IN labels(child) WHERE label IN $scope.kept) THEN 'record_keeping'
      WHEN any(label IN labels(child) WHERE label IN $scope.agreed) THEN 'agreement'
      WHEN any(label IN labels(child) WHERE label IN $scope.enacted) THEN 'enactment'
      // A shield is stronger than a word of one's own: an unconfirmed involvement opens nothing there.
      WHEN 'asserted' IN ties AND NOT 'shield' IN shields THEN 'asserted_involvement'
      ELSE 'none'
    END
    // fragment rule: end
    AS rule
  RETURN {
    id: fact.id, child_id: child.id, version: fact.version, ours: fact.custodian = $look.authority,
    what: CASE WHEN fact:INVOLVED_WITH THEN 'involvement' WHEN fact.state = 'accepted' THEN 'lead'
      ELSE fact.state END,
    service_id: fact.service_id, kind: fact.kind,
    // At existence nobody's work is seen, but what one's own authority keeps of it, it may know that it keeps.
    seen: any(label IN labels(child) WHERE label IN $scope.open)
      AND NOT 'shield' IN shields AND NOT who.id IN unnamed AND rule <> 'none'
      AND (who = me OR NOT EXISTS {
          MATCH (post:Service)
          WHERE post.id >= fact.service_id AND post.id <= fact.service_id AND post.tier = 'sensitive' AND NOT post.id IN mine
        })
      AND CASE
      WHEN 'leads' IN ties OR 'manages' IN ties OR rule = 'record_keeping' THEN true
      ELSE fact.custodian = $look.authority AND ($look.role = 'data_team' OR coalesce(fact.service_id IN teams, false))
    END
  } AS piece
  ORDER BY piece.child_id, piece.id
}

// A word of one authority on two records. It counts once every authority that keeps one of them has said the same; behind
// a shield, which nobody lifts alone, once two people have.
WITH look, pair, child, other, word, CASE pair.decision WHEN word THEN pair.decided_for ELSE [] END + [$look.authority] AS bodies,
  CASE pair.decision WHEN word THEN pair.decided_by ELSE [] END AS said
WITH look, pair, child, other, word, bodies, CASE WHEN look.by IN said THEN said ELSE said + [look.by] END AS people
WITH look, pair, child, other, word, bodies, people,
  child.custodian IN bodies AND other.custodian IN bodies AND (size(people) > 1 OR NOT
    // fragment guarded: begin
    EXISTS {
      MATCH (child)-[same:POSSIBLY_SAME_AS WHERE same.state = 'open']-{0,1}() (()-[home:LIVES_AT]-()
          WHERE (home.start IS NULL OR home.start <= $today) AND (home.end IS NULL OR home.end > $today)
            AND coalesce(home.end_reason, '') <> 'recorded_in_error'
        ){0,2} ()-[:PROTECTED_BY]->(shield:Protection)
      WHERE shield.end IS NULL OR shield.end > $today
    }
    // fragment guarded: end
  ) AS settled
CREATE (old:Version)
SET old = properties(pair), old.id = NULL, old.fact_id = pair.id, old.superseded_at = look.at, pair.decision = word,
  pair.decided_for = bodies, pair.decided_by = people, pair.recorded_at = look.at, pair.recorded_by = look.by,
  pair.version = pair.version + 1

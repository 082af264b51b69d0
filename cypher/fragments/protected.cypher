// Whether a shield covers `child` and `me` is not on its access list: its own, its home's, or that of anybody living there.
child IS NOT NULL AND (
  EXISTS {
    MATCH (child)-[:PROTECTED_BY]->(shield:Protection)
    WHERE (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
  }
  OR EXISTS {
    MATCH (child)-[home:LIVES_AT]->(:Household)-[:PROTECTED_BY]->(shield:Protection)
    WHERE (home.end IS NULL OR home.end > $today)
      AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
  }
  OR EXISTS {
    MATCH (child)-[home:LIVES_AT]->(:Household)<-[theirs:LIVES_AT]-(:Child|Carer)-[:PROTECTED_BY]->(shield:Protection)
    WHERE (home.end IS NULL OR home.end > $today) AND (theirs.end IS NULL OR theirs.end > $today)
      AND (shield.end IS NULL OR shield.end > $today) AND NOT EXISTS { (me)-[:MAY_SEE]->(shield) }
  }
)

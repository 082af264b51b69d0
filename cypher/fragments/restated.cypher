// A claim's state changes because another child's did: nobody is named at it, since that would tell whose the other is.
CREATE (old:Version)
SET old = properties(claim), old.id = NULL, old._lock = NULL, old.fact_id = claim.id, old.superseded_at = look.at,
  claim.state = state, claim.recorded_at = look.at, claim.version = claim.version + 1

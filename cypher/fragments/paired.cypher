// Two records that may be of one child wait for a person; each of their authorities has them on its list.
CREATE (child)-[pair:POSSIBLY_SAME_AS]->(other)
SET pair.explanation = why, pair.state = 'open', pair.custodian = child.custodian, pair.other_custodian = other.custodian,
  pair.recorded_at = look.at, pair.recorded_by = look.by, pair.source = $attempt.source, pair.version = 1

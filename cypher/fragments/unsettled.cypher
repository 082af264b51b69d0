// A pair is settled once, and nobody says the same twice.
CASE
  WHEN verdict <> 'done' THEN verdict
  WHEN pair.state <> 'open' OR pair.decision = word AND look.by IN pair.decided_by THEN 'already_recorded'
  ELSE 'done'
END

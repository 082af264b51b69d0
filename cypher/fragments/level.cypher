// What the rule opens.
CASE
  WHEN rule IN ['leads', 'own_involvement', 'chairs', 'manages', 'office'] THEN 'content'
  WHEN rule = 'record_keeping' THEN 'identity'
  WHEN rule IN ['agreement', 'enactment', 'asserted_involvement'] THEN 'existence'
  ELSE 'none'
END

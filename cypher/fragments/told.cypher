// The rule as told: an agreement or a nation's law would name the area where a protected child is.
CASE WHEN protected AND rule IN ['agreement', 'enactment'] THEN 'protected' ELSE rule END

// One import of an authority at a time: the lock on its node is held until this batch is committed.
MATCH (keeper:Authority {code: $custodian})
SET keeper._lock = true
WITH keeper
UNWIND $rows AS row

// Pairs that may be of one child are listed from the side of either authority; a pair is found by its own id.
CREATE CONSTRAINT possibly_same_as_id IF NOT EXISTS FOR ()-[p:POSSIBLY_SAME_AS]-() REQUIRE p.id IS UNIQUE;
CREATE INDEX possibly_same_as_here IF NOT EXISTS FOR ()-[p:POSSIBLY_SAME_AS]-() ON (p.custodian, p.state);
CREATE INDEX possibly_same_as_there IF NOT EXISTS FOR ()-[p:POSSIBLY_SAME_AS]-() ON (p.other_custodian, p.state);
// A record that was merged into another answers to nobody, but is found again by its sender's rows and when it is undone.
CREATE CONSTRAINT merged_id IF NOT EXISTS FOR (m:Merged) REQUIRE m.id IS UNIQUE;
CREATE CONSTRAINT merged_origin IF NOT EXISTS FOR (m:Merged) REQUIRE m.child_origin IS UNIQUE;
CREATE INDEX spoke_with_child IF NOT EXISTS FOR ()-[s:SPOKE_WITH]-() ON (s.child_id);
// What one person has said and a second has yet to say: each once.
CREATE CONSTRAINT word_key IF NOT EXISTS FOR (w:Word) REQUIRE w.key IS UNIQUE;

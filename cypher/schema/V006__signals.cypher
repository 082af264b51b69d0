// Signals are looked for from what there is little of: an authority's own relationships of one kind, never all children.
CREATE INDEX involved_with_post IF NOT EXISTS FOR ()-[i:INVOLVED_WITH]-() ON (i.custodian, i.service_id);
CREATE INDEX leads_custodian IF NOT EXISTS FOR ()-[l:LEADS]-() ON (l.custodian);
CREATE INDEX has_concern_custodian IF NOT EXISTS FOR ()-[c:HAS_CONCERN]-() ON (c.custodian);
CREATE INDEX assessed_custodian IF NOT EXISTS FOR ()-[a:ASSESSED]-() ON (a.custodian);
CREATE INDEX meeting_custodian IF NOT EXISTS FOR (m:Meeting) ON (m.custodian);
CREATE INDEX referral_custodian IF NOT EXISTS FOR (r:Referral) ON (r.custodian);
CREATE INDEX child_custodian IF NOT EXISTS FOR (c:Child) ON (c.custodian);
// A signal stands at most once for a child in each view. Its key goes when it ends, so it can stand again.
CREATE CONSTRAINT signal_id IF NOT EXISTS FOR (s:Signal) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT signal_key IF NOT EXISTS FOR (s:Signal) REQUIRE s.key IS UNIQUE;
CREATE INDEX signal_child IF NOT EXISTS FOR (s:Signal) ON (s.child_id);
CREATE INDEX signal_code IF NOT EXISTS FOR (s:Signal) ON (s.custodian, s.code);
// When a child was last looked at for signals, and the next day on which one may begin or end by the calendar alone.
CREATE CONSTRAINT watch_child IF NOT EXISTS FOR (w:Watch) REQUIRE w.child_id IS UNIQUE;
CREATE INDEX watch_due IF NOT EXISTS FOR (w:Watch) ON (w.due_on);
// What an authority says of a signal's thresholds, and what its people decided about a child's.
CREATE CONSTRAINT threshold_id IF NOT EXISTS FOR (t:Threshold) REQUIRE t.id IS UNIQUE;
CREATE INDEX threshold_custodian IF NOT EXISTS FOR (t:Threshold) ON (t.custodian);
CREATE CONSTRAINT signal_decision_id IF NOT EXISTS FOR (d:SignalDecision) REQUIRE d.id IS UNIQUE;
CREATE INDEX signal_due IF NOT EXISTS FOR (s:Signal) ON (s.due_on);
CREATE INDEX practitioner_custodian IF NOT EXISTS FOR (p:Practitioner) ON (p.custodian);
CREATE CONSTRAINT scan_custodian IF NOT EXISTS FOR (s:Scan) REQUIRE s.custodian IS UNIQUE;
CREATE INDEX lives_at_start IF NOT EXISTS FOR ()-[l:LIVES_AT]-() ON (l.custodian, l.start);

// Every node is found by its own id; facts that a person amends are found by theirs.
// Community has uniqueness constraints only: what must exist is held by cypher/invariants.
CREATE CONSTRAINT migration_version IF NOT EXISTS FOR (m:Migration) REQUIRE m.version IS UNIQUE;
CREATE CONSTRAINT authority_code IF NOT EXISTS FOR (a:Authority) REQUIRE a.code IS UNIQUE;
CREATE CONSTRAINT child_id IF NOT EXISTS FOR (c:Child) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT child_origin IF NOT EXISTS FOR (c:Child) REQUIRE c.child_origin IS UNIQUE;
CREATE CONSTRAINT carer_origin IF NOT EXISTS FOR (c:Carer) REQUIRE c.carer_origin IS UNIQUE;
CREATE CONSTRAINT practitioner_id IF NOT EXISTS FOR (p:Practitioner) REQUIRE p.id IS UNIQUE;
CREATE CONSTRAINT service_id IF NOT EXISTS FOR (s:Service) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT agency_id IF NOT EXISTS FOR (a:Agency) REQUIRE a.id IS UNIQUE;
CREATE CONSTRAINT household_id IF NOT EXISTS FOR (h:Household) REQUIRE h.id IS UNIQUE;
CREATE CONSTRAINT meeting_id IF NOT EXISTS FOR (m:Meeting) REQUIRE m.id IS UNIQUE;
CREATE CONSTRAINT referral_id IF NOT EXISTS FOR (r:Referral) REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT protection_id IF NOT EXISTS FOR (p:Protection) REQUIRE p.id IS UNIQUE;
CREATE CONSTRAINT account_subject IF NOT EXISTS FOR (a:Account) REQUIRE a.subject IS UNIQUE;
CREATE CONSTRAINT lawful_basis_id IF NOT EXISTS FOR (b:LawfulBasis) REQUIRE b.id IS UNIQUE;
CREATE CONSTRAINT sharing_agreement_id IF NOT EXISTS FOR (s:SharingAgreement) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT import_run IF NOT EXISTS FOR (i:Import) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT disclosure_id IF NOT EXISTS FOR (d:Disclosure) REQUIRE d.id IS UNIQUE;
CREATE CONSTRAINT involved_with_id IF NOT EXISTS FOR ()-[r:INVOLVED_WITH]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT has_concern_id IF NOT EXISTS FOR ()-[r:HAS_CONCERN]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT assessed_id IF NOT EXISTS FOR ()-[r:ASSESSED]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT leads_id IF NOT EXISTS FOR ()-[r:LEADS]-() REQUIRE r.id IS UNIQUE;
// At most one current accepted lead a child, under any concurrency: the property is there only while
// a lead is accepted and current (engine.md, tried with 50 clients).
CREATE CONSTRAINT one_current_lead IF NOT EXISTS FOR ()-[l:LEADS]-() REQUIRE l.current_child IS UNIQUE;
CREATE INDEX identifier_value IF NOT EXISTS FOR (i:Identifier) ON (i.value);
CREATE INDEX version_fact IF NOT EXISTS FOR (v:Version) ON (v.fact_id);
CREATE CONSTRAINT identifier_id IF NOT EXISTS FOR (i:Identifier) REQUIRE i.id IS UNIQUE;
CREATE CONSTRAINT account_id IF NOT EXISTS FOR (a:Account) REQUIRE a.id IS UNIQUE;

// Children are found by words of their names, each with the date of birth in front (domain/finding.py says why).
// The words are plain already, so the index takes them as they stand.
CREATE FULLTEXT INDEX child_search IF NOT EXISTS FOR (c:Child) ON EACH [c.search_text]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};
// What one sign-in has looked at today, for its budget.
CREATE INDEX disclosure_day IF NOT EXISTS FOR (d:Disclosure) ON (d.subject, d.day);
// The reviewer's list holds the few that are marked.
CREATE INDEX disclosure_review IF NOT EXISTS FOR (d:Disclosure) ON (d.review);

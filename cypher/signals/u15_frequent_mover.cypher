// The child has had several homes within a year.
// @signal    U15
// @access    read
// @source    Frequent moves lose children between agencies (domain.md 4.2 and 4.3).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold addresses 3 count  How many homes within the time are many.
// @threshold within 12 months  The time in which they are counted.
// @lapses    within
// @shows     address, past
// @ends      A year passes in which there are fewer moves.
// @missing   Moves between authorities are counted only as far as this record holds the addresses.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the third home within a year; it lapses when fewer lie in the last. Stretches that meet are one, from the first. Two
// stays in one home on end are one home, written down twice.
// fragment those_moved: begin
MATCH (child:Child&$($owner))-[home:LIVES_AT]->()
WHERE home.custodian = $custodian AND home.start > $today - duration({months: $limits.u15.within})
  AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_moved: end
WITH child,
  // fragment veiled: begin
  CASE WHEN $whole THEN [] ELSE COLLECT {
    MATCH (who:Practitioner|Service)-[tie:INVOLVED_WITH|LEADS|HAS_CONCERN|ASSESSED]->(child)
    WHERE coalesce(tie.end_reason, '') <> 'recorded_in_error'
    OPTIONAL MATCH (who)-[held:WORKS_IN]->(base:Service)
    WHERE (held.start IS NULL OR held.start <= $today) AND coalesce(held.end_reason, '') <> 'recorded_in_error'
      AND (held.end IS NULL OR held.end >= coalesce(tie.start, date(tie.raised_at), tie.started_on, held.end))
    OPTIONAL MATCH (post:Service)
    WHERE post.id = tie.service_id
    WITH who, [who, base, post] AS places
    WHERE any(place IN places WHERE place.tier = 'sensitive')
    RETURN DISTINCT who.id AS id
  } END
  // fragment veiled: end
  AS veiled
WITH child, COLLECT {
    MATCH (child)-[home:LIVES_AT]->(place:Household)
    WHERE home.custodian = child.custodian AND home.start <= $today
      AND coalesce(home.end_reason, '') <> 'recorded_in_error'
      // Where somebody hides today is not counted, for anybody: its number would be told.
      AND NOT EXISTS {
        MATCH (place) (()<-[other:LIVES_AT]-()
            WHERE (other.start IS NULL OR other.start <= $today) AND (other.end IS NULL OR other.end > $today)
              AND coalesce(other.end_reason, '') <> 'recorded_in_error'
          ){0,1} ()-[:PROTECTED_BY]->(guard:Protection)
        WHERE guard.end IS NULL OR guard.end > $today
      }
    RETURN {id: home.id, day: home.start, place: place.id} AS one
    ORDER BY one.day, one.id
  } AS stays
WITH child, [at IN range(0, size(stays) - 1) WHERE at = 0 OR stays[at].place <> stays[at - 1].place | stays[at]] AS moves
WITH child, moves, [at IN range($limits.u15.addresses - 1, size(moves) - 1) |
    {until: moves[at - $limits.u15.addresses + 1].day, since: moves[at].day}] AS spans
WITH child, moves, reduce(run = NULL, span IN [one IN spans
    WHERE one.since < one.until + duration({months: $limits.u15.within})] | CASE
    WHEN span.since > run.until + duration({months: $limits.u15.within}) OR run IS NULL THEN span
    ELSE {since: run.since, until: span.until}
  END) AS run
WHERE run.until > $today - duration({months: $limits.u15.within})
WITH child, run, [one IN moves WHERE one.day >= run.until] AS moves
RETURN child.id AS child_id, run.since AS since, run.until AS until, [] AS others,
  [one IN moves | {type: 'LIVES_AT', id: one.id, on: one.day}] AS evidence,
  'The child has come to ' + toString(size(moves)) + ' homes within ' + toString($limits.u15.within) + ' months.' AS reason

// Two agencies assessed the same thing within a year.
// @signal    U08
// @access    read
// @source    The common assessment was made so that families tell their story once (domain.md 4.1).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     assessments
// @threshold within 12 months  How near two assessments lie for one to repeat the other.
// @lapses    within
// @shows     past, assessments
// @ends      A year has passed since the earlier of the two.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the later of a pair began. Pairs whose windows meet are one stretch: it stands since the first of them, and lapses
// with the last.
// fragment those_assessed: begin
MATCH ()-[made:ASSESSED]->(child:Child&$($owner))
WHERE made.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_assessed: end
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
    MATCH (who:Practitioner|Service)-[made:ASSESSED]->(child)
    WHERE made.custodian = child.custodian AND made.state <> 'abandoned' AND NOT who.id IN veiled
      AND coalesce(made.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: made.id, kind: made.kind, day: made.started_on,
      agencies: COLLECT {
        MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE (step.start IS NULL OR step.start <= made.started_on)
          AND (step.end IS NULL OR step.end > made.started_on)]->()){1,6} (agency:Agency)
        RETURN DISTINCT agency.id AS id
      }
    } AS one
    ORDER BY one.day DESC, one.id
  } AS made
WITH child, COLLECT {
    UNWIND made AS later
    UNWIND made AS earlier
    WITH later, earlier
    WHERE earlier.kind = later.kind AND earlier.id <> later.id
      AND (earlier.day < later.day OR earlier.day = later.day AND earlier.id < later.id)
      AND later.day < earlier.day + duration({months: $limits.u08.within})
      AND none(agency IN later.agencies WHERE agency IN earlier.agencies)
    RETURN {later: later, earlier: earlier} AS pair
    ORDER BY later.day, earlier.day DESC, later.id, earlier.id
  } AS pairs
WHERE pairs <> []
WITH child, reduce(run = NULL, pair IN pairs | CASE
    WHEN pair.later.day > run.until + duration({months: $limits.u08.within}) OR run IS NULL
      THEN {since: pair.later.day, until: pair.earlier.day, pair: pair}
    WHEN pair.earlier.day > run.until THEN {since: run.since, until: pair.earlier.day, pair: pair}
    ELSE run
  END) AS run
WITH child, run, run.pair AS pair
RETURN child.id AS child_id, run.since AS since, run.until AS until, [] AS others,
  [one IN [pair.earlier, pair.later] | {type: 'ASSESSED', id: one.id, on: one.day}] AS evidence,
  'Two agencies each made an assessment of the same kind (' + replace(pair.later.kind, '_', ' ') + ') within '
    + toString($limits.u08.within) + ' months.' AS reason

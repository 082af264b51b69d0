// Two agencies each raised something about the child, and have not spoken.
// @signal    U13
// @access    read
// @source    Each professional holds one piece (domain.md 4.2: Climbié; Arthur and Star).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     indications
// @threshold within 90 days  How near two indications lie to belong together.
// @shows     past, indications
// @ends      They speak with each other about the child, meet, or close what they raised.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Of what is still open. Since the second was raised; that they spoke before the first was raised was about something else.
// fragment those_indicated: begin
MATCH ()-[raised:HAS_CONCERN]->(child:Child&$($owner))
WHERE raised.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_indicated: end
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
WITH child, veiled,
  // fragment open_alarms: begin
  COLLECT {
    MATCH (who:Practitioner)-[raised:HAS_CONCERN]->(child)
    WHERE raised.custodian = child.custodian AND raised.closed_at IS NULL AND NOT who.id IN veiled
      AND coalesce(raised.end_reason, '') <> 'recorded_in_error'
    RETURN {
      id: raised.id, who: who.id, kind: raised.kind, day: date(raised.raised_at),
      agencies: COLLECT {
        MATCH (who) (()-[step:WORKS_IN|PART_OF WHERE step.end IS NULL OR step.end > $today]->()){1,6} (agency:Agency)
        RETURN DISTINCT agency.id AS id
      }
    } AS one
    ORDER BY one.day, one.id
  }
  // fragment open_alarms: end
  AS alarms
WHERE size(alarms) > 1
WITH child, head(COLLECT {
    UNWIND alarms AS first
    UNWIND alarms AS second
    WITH first, second
    WHERE first.who <> second.who AND (first.day < second.day OR first.day = second.day AND first.id < second.id)
      AND second.day <= first.day + duration({days: $limits.u13.within})
      AND first.agencies <> [] AND second.agencies <> [] AND none(agency IN first.agencies WHERE agency IN second.agencies)
      AND NOT EXISTS {
        MATCH (one:Practitioner)-[spoke:SPOKE_WITH]-(other:Practitioner)
        WHERE one.id = first.who AND other.id = second.who AND spoke.child_id = child.id AND spoke.on >= first.day
          AND coalesce(spoke.end_reason, '') <> 'recorded_in_error'
      }
      AND NOT EXISTS {
        MATCH (one:Practitioner)-[:ATTENDED]->(meeting:Meeting)<-[:ATTENDED]-(other:Practitioner)
        WHERE one.id = first.who AND other.id = second.who AND meeting.held_on >= first.day
          AND EXISTS { (meeting)-[:ABOUT]->(child) }
      }
    RETURN {first: first, second: second} AS pair
    ORDER BY second.day, second.id, first.id
  }) AS pair
WHERE pair IS NOT NULL
RETURN child.id AS child_id, pair.second.day AS since, NULL AS until, [] AS others,
  [one IN [pair.first, pair.second] | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Two agencies each raised something within ' + toString($limits.u13.within) + ' days, and no conversation or meeting of '
    + 'theirs about the child is known.' AS reason

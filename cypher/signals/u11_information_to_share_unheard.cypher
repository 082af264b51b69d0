// Somebody has information to share, and nobody has said that they have heard.
// @signal    U11
// @access    read
// @source    A signal is for the others around the child (domain.md 4.3; Children Act 2004 database regulations, Schedule 1).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     indications
// @threshold heard_within 5 working_days  How long until somebody should have heard.
// @begins    heard_within
// @shows     past, indications
// @ends      Somebody else who works with the child acknowledges it, or it is closed.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which it was raised, or on which somebody else who works with the child now began: before
// there was nobody to hear. Whoever hears works, worked or leads here; that others have read it is not the team's hearing.
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
WITH child, veiled, [one IN alarms WHERE one.kind = 'information_to_share' AND NOT EXISTS {
    MATCH (reader:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE read.concern_id = one.id AND reader.id <> one.who AND NOT reader.id IN veiled
      AND coalesce(read.end_reason, '') <> 'recorded_in_error'
      AND EXISTS {
        MATCH (reader)-[tie:INVOLVED_WITH|LEADS]->(child)
        WHERE coalesce(tie.end_reason, '') <> 'recorded_in_error' AND (tie.start IS NULL OR tie.start <= date(read.at))
          AND (tie.end IS NULL OR tie.end >= date(read.at))
      }
  }] AS silent
WHERE silent <> []
WITH child, COLLECT {
    UNWIND silent AS one
    MATCH (other:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE other.id <> one.who AND seat.custodian = child.custodian AND NOT other.id IN veiled
      AND (seat.start IS NULL OR seat.start <= $today) AND (seat.end IS NULL OR seat.end > $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    WITH one, min(coalesce(seat.start, date(seat.recorded_at))) AS joined
    RETURN {id: one.id, day: one.day, from: CASE WHEN joined > one.day THEN joined ELSE one.day END} AS unheard
    ORDER BY unheard.from, unheard.day, unheard.id
  } AS unheard
WHERE unheard <> []
RETURN child.id AS child_id, unheard[0].from AS since, NULL AS until, [] AS others,
  [one IN unheard | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody has had information to share since ' + toString(unheard[0].day) + ', and nobody else who works with the child has '
    + 'acknowledged it.' AS reason

// Somebody has information to share, and nobody has said that they have heard.
// @signal    U11
// @access    read
// @source    A signal is for the others around the child (domain.md 4.3; Children Act 2004 database regulations, Schedule 1).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     indications
// @threshold heard_within 5 working_days  How long until somebody should have heard.
// @begins    heard_within
// @shows     indications
// @ends      Somebody else who works with the child acknowledges it, or it is closed.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// The clock runs from the day on which the oldest of them was raised. Where nobody else works with the child there is nobody
// to hear.
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
WITH child, [one IN alarms WHERE one.kind = 'information_to_share' AND NOT EXISTS {
    MATCH (reader:Practitioner)-[read:ACKNOWLEDGED]->(child)
    WHERE read.concern_id = one.id AND reader.id <> one.who AND NOT reader.id IN veiled
      AND coalesce(read.end_reason, '') <> 'recorded_in_error'
  } AND EXISTS {
    MATCH (other:Practitioner)-[seat:INVOLVED_WITH]->(child)
    WHERE other.id <> one.who AND (seat.end IS NULL OR seat.end > $today) AND NOT other.id IN veiled
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
  }] AS unheard
WHERE unheard <> []
RETURN child.id AS child_id, unheard[0].day AS since, NULL AS until, [] AS others,
  [one IN unheard | {type: 'HAS_CONCERN', id: one.id, on: one.day}] AS evidence,
  'Somebody has had information to share since ' + toString(unheard[0].day) + ', and nobody has acknowledged it.' AS reason

// A meeting was cancelled, and no later one has been set.
// @signal    U10
// @access    read
// @source    A conference called, cancelled and never re-set (domain.md 4.2, reviews of neglect).
// @nations   England, Wales, Scotland, Northern Ireland
// @ends      Another meeting is planned or held, or it is said that none is needed.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since it was cancelled, or since the day on which it was to be, whichever was first. A meeting still to come is another
// chance, though it lies before the one that was cancelled.
// fragment those_met_about: begin
MATCH (meeting:Meeting)-[:ABOUT]->(child:Child&$($owner))
WHERE meeting.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_met_about: end
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
WITH child, veiled, head(COLLECT {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state = 'cancelled' AND meeting.custodian = child.custodian AND meeting.planned_on IS NOT NULL
      AND NOT coalesce(meeting.cancel_reason, '') IN ['no_longer_needed', 'with_another_meeting', 'planned_twice', 'moved_away']
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
    RETURN meeting
    ORDER BY meeting.planned_on DESC, meeting.id
  }) AS cancelled
WHERE cancelled IS NOT NULL AND NOT EXISTS {
    MATCH (meeting:Meeting)-[about:ABOUT]->(child)
    WHERE meeting.state IN ['planned', 'held'] AND meeting.custodian = child.custodian
      AND (coalesce(meeting.held_on, meeting.planned_on) >= cancelled.planned_on
        OR meeting.planned_on >= $today AND meeting.state = 'planned')
      AND coalesce(about.end_reason, '') <> 'recorded_in_error' AND coalesce(meeting.end_reason, '') <> 'recorded_in_error'
      // fragment met_openly: begin
      AND (veiled = [] OR EXISTS {
          MATCH (who:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting)
          WHERE NOT who.id IN veiled
        } OR NOT meeting.recorded_by IN veiled AND NOT EXISTS { (:Practitioner)-[:INVITED_TO|ATTENDED|CHAIRS]->(meeting) })
      // fragment met_openly: end
  }
WITH child, cancelled, date(cancelled.recorded_at) AS said
RETURN child.id AS child_id, CASE WHEN said < cancelled.planned_on THEN said ELSE cancelled.planned_on END AS since,
  NULL AS until, [] AS others, [{type: 'Meeting', id: cancelled.id, on: cancelled.planned_on}] AS evidence,
  'The meeting of ' + toString(cancelled.planned_on) + ' was cancelled, and no later one has been planned or held.' AS reason

// One service has begun with the child again and again, or its workers keep changing.
// @signal    U21
// @access    read
// @source    Start-again syndrome (domain.md 4.2, Brandon 2008); high turnover (neglect reviews).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements
// @threshold episodes 3 count  How many beginnings of one service are many.
// @threshold begun_within 24 months  The time in which they are counted.
// @threshold workers 3 count  How many workers of one service are many.
// @threshold workers_within 12 months  The time in which they are counted.
// @shows     past
// @ends      The time passes in which there were so many beginnings, or so many workers.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the third beginning, or the third worker; it ends by itself when fewer lie within the time.
// fragment those_worked_with: begin
UNWIND $among.places AS post
MATCH ()-[seat:INVOLVED_WITH]->(child:Child&$($owner))
WHERE seat.custodian = $custodian AND seat.service_id = post AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_worked_with: end
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
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND seat.start <= $today AND NOT who.id IN veiled
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.tier <> 'universal'
    RETURN {id: seat.id, who: who.id, place: place.id, start: seat.start, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.start, one.id
  } AS seats
WITH child, seats, COLLECT { UNWIND seats AS one RETURN DISTINCT one.place } AS places
WITH child, COLLECT {
    UNWIND places AS place
    WITH place, [one IN seats WHERE one.place = place] AS theirs
    // An episode begins where nobody of the service had been at work until then.
    WITH place, theirs, [one IN theirs WHERE one.start > $today - duration({months: $limits.u21.begun_within})
      AND none(other IN theirs WHERE other.start < one.start AND other.end > one.start)
      AND none(other IN theirs WHERE other.start = one.start AND other.id < one.id)] AS begun,
      [one IN theirs WHERE one.start > $today - duration({months: $limits.u21.workers_within})
      AND none(other IN theirs WHERE other.who = one.who AND other.start < one.start
        AND other.start > $today - duration({months: $limits.u21.workers_within}))] AS workers
    WHERE size(begun) >= $limits.u21.episodes OR size(workers) >= $limits.u21.workers
    RETURN {
      begun: begun, workers: workers, again: size(begun) >= $limits.u21.episodes,
      since: CASE WHEN size(begun) >= $limits.u21.episodes THEN begun[$limits.u21.episodes - 1].start
        ELSE workers[$limits.u21.workers - 1].start END,
      until: CASE WHEN size(begun) >= $limits.u21.episodes
        THEN begun[size(begun) - $limits.u21.episodes].start + duration({months: $limits.u21.begun_within})
        ELSE workers[size(workers) - $limits.u21.workers].start + duration({months: $limits.u21.workers_within}) END
    } AS found
    ORDER BY found.since, place
  } AS found
WHERE found <> []
WITH child, found[0] AS found
RETURN child.id AS child_id, found.since AS since, found.until AS until, [] AS others,
  [one IN CASE WHEN found.again THEN found.begun ELSE found.workers END |
    {type: 'INVOLVED_WITH', id: one.id, on: one.start}] AS evidence,
  CASE WHEN found.again THEN 'One service has begun with the child ' + toString(size(found.begun)) + ' times in '
      + toString($limits.u21.begun_within) + ' months.'
    ELSE toString(size(found.workers)) + ' workers of one service began with the child in '
      + toString($limits.u21.workers_within) + ' months.' END AS reason

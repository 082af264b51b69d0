// No school, no doctor or no health visitor is known for the child.
// @signal    U17
// @access    read
// @source    Missing from universal services (domain.md 3 and 4.3; Children Missing Education guidance).
// @nations   England, Wales, Scotland, Northern Ireland
// @needs     involvements from education, involvements from health
// @threshold school_from 5 years  The age from which a child should be at school.
// @threshold school_to 16 years  The age up to which a child should be at school.
// @threshold health_visitor_to 5 years  The age up to which a child should have a health visitor.
// @ends      The missing service is recorded, or the child is past its age.
// @missing   Home education is not recorded; in Northern Ireland school begins at four, which an authority sets.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the last of it ended; where there never was one, since birth or school age. Birthdays come with the nightly scan.
// fragment those_kept: begin
MATCH (child:Child&$($owner))
WHERE child.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
// fragment those_kept: end
WITH child, COLLECT {
    MATCH (who:Practitioner|Service)-[seat:INVOLVED_WITH]->(child)
    WHERE seat.custodian = child.custodian AND (seat.start IS NULL OR seat.start <= $today)
      AND coalesce(seat.end_reason, '') <> 'recorded_in_error'
    MATCH (place:Service)
    WHERE place.id = seat.service_id AND place.kind IN ['school', 'nursery', 'gp_practice', 'health_visiting']
    RETURN {kind: place.kind, end: coalesce(seat.end, date('9999-12-31'))} AS one
    ORDER BY one.end DESC
  } AS known, child.born + duration({years: $limits.u17.school_from}) AS school_age
WITH child, known, school_age,
  CASE WHEN NOT any(one IN known WHERE one.kind = 'gp_practice' AND one.end > $today) THEN ['gp_practice'] ELSE [] END
  + CASE WHEN school_age <= $today AND child.born + duration({years: $limits.u17.school_to}) > $today
      AND NOT any(one IN known WHERE one.kind = 'school' AND one.end > $today) THEN ['school'] ELSE [] END
  + CASE WHEN child.born + duration({years: $limits.u17.health_visitor_to}) > $today
      AND NOT any(one IN known WHERE one.kind = 'health_visiting' AND one.end > $today) THEN ['health_visiting'] ELSE [] END
  AS missing
WHERE missing <> []
WITH child, missing, reduce(least = $today, kind IN missing | CASE
    WHEN head([one IN known WHERE one.kind = kind]) IS NOT NULL
      AND head([one IN known WHERE one.kind = kind]).end < least THEN head([one IN known WHERE one.kind = kind]).end
    WHEN head([one IN known WHERE one.kind = kind]) IS NOT NULL THEN least
    WHEN kind = 'school' AND school_age < least THEN school_age
    WHEN kind <> 'school' AND child.born < least THEN child.born
    ELSE least
  END) AS since
RETURN child.id AS child_id, since, NULL AS until, [] AS others, [{type: 'Child', id: child.id, on: child.born}] AS evidence,
  'No ' + reduce(words = '', kind IN missing | words + CASE words WHEN '' THEN '' ELSE ' and no ' END
    + CASE kind WHEN 'gp_practice' THEN 'doctor' WHEN 'school' THEN 'school' ELSE 'health visitor' END)
    + ' is known for the child.' AS reason

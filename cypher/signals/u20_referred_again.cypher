// The child was referred again within a year.
// @signal    U20
// @access    read
// @source    About one referral in five is a repeat (domain.md 4.3; Children in need statistics).
// @nations   England, Wales, Scotland, Northern Ireland
// @threshold referrals 2 count  How many referrals within the time are a repeat.
// @threshold within 12 months  The time in which they are counted.
// @lapses    within
// @shows     past
// @ends      A year passes in which there are fewer referrals.
// @param     owner      owner   the authority's label
// @param     custodian  string  its code
// @param     today      date    the day of asking, in the United Kingdom
// @param     among      map     places: targeted services (a scan); children: whom (after a change)
// @param     limits     map     thresholds of every signal by its code, in this authority
// @param     whole      boolean everything, or only what is known outside sensitive services
// @returns   child_id, since, until, others, evidence, reason
//
// Since the second of the referrals that lie within the last year; it lapses when fewer do.
// fragment those_referred: begin
MATCH (referral:Referral)-[:ABOUT]->(child:Child&$($owner))
WHERE referral.custodian = $custodian AND child.died_on IS NULL AND NOT child:Held
WITH DISTINCT child
// fragment those_referred: end
WITH child, COLLECT {
    MATCH (referral:Referral)-[about:ABOUT]->(child)
    WHERE referral.custodian = child.custodian AND referral.received_on <= $today
      AND referral.received_on > $today - duration({months: $limits.u20.within})
      AND coalesce(referral.end_reason, '') <> 'recorded_in_error' AND coalesce(about.end_reason, '') <> 'recorded_in_error'
    RETURN {id: referral.id, day: referral.received_on} AS one
    ORDER BY one.day, one.id
  } AS received
WHERE size(received) >= $limits.u20.referrals
RETURN child.id AS child_id, received[$limits.u20.referrals - 1].day AS since,
  received[size(received) - $limits.u20.referrals].day AS until, [] AS others,
  [one IN received | {type: 'Referral', id: one.id, on: one.day}] AS evidence,
  toString(size(received)) + ' referrals were received within ' + toString($limits.u20.within) + ' months.' AS reason

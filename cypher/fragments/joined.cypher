// The day on which each agency of the work began, earliest first.
COLLECT {
  UNWIND work AS one
  WITH one.agency AS agency, min(one.start) AS day
  ORDER BY day, agency
  RETURN day
}

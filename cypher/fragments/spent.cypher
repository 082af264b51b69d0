// The children that this sign-in has opened today, for its budget.
COLLECT {
  MATCH (earlier:Disclosure)
  WHERE earlier.subject = $look.subject AND earlier.day = $today AND earlier.opened IS NOT NULL
  RETURN DISTINCT earlier.opened AS opened
}

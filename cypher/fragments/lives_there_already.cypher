// Whether this is the one place where they live already.
size(stays) = 1 AND all(stay IN stays WHERE stay.home.address = $fact.household.address
  AND stay.home.kind = $fact.household.kind
  AND coalesce(stay.home.postcode, '') = coalesce($fact.household.postcode, ''))

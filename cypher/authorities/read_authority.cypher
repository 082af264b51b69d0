// A body that keeps a part of the index, its nation, and how its duty desk is reached.
// @access  read
// @seek
// @param   code  string  the authority's code
// @returns code, name, nation, phone, hours, out_of_hours_phone
// @unscoped reference data: an authority is not owned by an authority
MATCH (authority:Authority)
WHERE authority.code >= $code AND authority.code <= $code
RETURN authority.code AS code, authority.name AS name, authority.nation AS nation, authority.duty_phone AS phone,
  authority.duty_hours AS hours, authority.out_of_hours_phone AS out_of_hours_phone

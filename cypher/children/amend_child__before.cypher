// The names of one child as they stand, for what is stored to search in: nobody is shown them.
// @access  read
// @seek
// @param   child_id  string  our number
// @param   open      labels  labels of the parts in force
// @returns given_name, family_name, former_names, version
MATCH (child:Child&$any($open))
WHERE child.id >= $child_id AND child.id <= $child_id
RETURN child.given_name AS given_name, child.family_name AS family_name,
  coalesce(child.former_names, []) AS former_names, child.version AS version

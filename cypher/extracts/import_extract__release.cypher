// How many children are no longer held: the last step, so that a half-written child is not there.
// @access  write
// @param   rows   strings  origins of the run's children
// @param   owner  owner    the label of the authority that keeps them
// @returns released
UNWIND $rows AS origin
MATCH (child:Child&Held {child_origin: origin})
REMOVE child:Held
SET child:$($owner)
RETURN count(child) AS released

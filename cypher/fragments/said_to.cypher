// Whether a signal is true of what this reader may see, and rests on nothing that their role is not shown: `about` has who
// is unnamed to them around its child, and whether they are shown what is past.
$sees.team = 'all' AND CASE WHEN about.unnamed = [] THEN signal.view = 'whole' OR signal.entire ELSE signal.view = 'open' END
AND all(part IN signal.shows WHERE CASE part
    WHEN 'past' THEN about.elevated
    WHEN 'lead' THEN $sees.lead
    WHEN 'indications' THEN $sees.indications = 'all'
    WHEN 'assessments' THEN $sees.assessments
    WHEN 'family' THEN $sees.family
    WHEN 'address' THEN $sees.address
    ELSE part = 'team'
  END)

// Who sees what has ended: the lead, the custodian's office, and the custodian's manager.
(rule IN ['leads', 'office'] OR rule = 'manages' AND child.custodian = $look.authority)

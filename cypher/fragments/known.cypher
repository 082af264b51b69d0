// Whether somebody is known here: by the caller's authority, or by one with which it shares.
(one.custodian = $look.authority OR any(label IN labels(one) WHERE label IN $scope.agreed))

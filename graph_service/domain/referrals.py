"""That somebody asked for help for a child: from what kind of agency, and when; never why, nor what came of it."""

from datetime import date

from graph_service.domain.bodies import Body
from graph_service.domain.closed_lists import ReferralSource


class NewReferral(Body):
    """A referral as received (FHIR ServiceRequest, without reason)."""

    from_kind: ReferralSource
    received_on: date


class ReferralClosed(Body):
    """The day on which it was closed."""

    closed_on: date

"""That two people spoke about a child on a day; never what was said."""

from datetime import date

from graph_service.domain.bodies import Body, Id


class NewConversation(Body):
    """With whom the caller spoke, and when."""

    practitioner_id: Id
    on: date

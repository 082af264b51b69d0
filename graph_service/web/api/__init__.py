"""The JSON routes, a module for each noun. A route parses, declares its action, calls it, returns."""

from graph_service.web.api import (
    addresses,
    assessments,
    carers,
    children,
    conversations,
    identifiers,
    indications,
    involvements,
    leads,
    meetings,
    notices,
    records,
    referrals,
)

ROUTERS = (
    children.router,
    records.router,
    identifiers.router,
    carers.router,
    involvements.router,
    involvements.facts,
    leads.router,
    indications.router,
    assessments.router,
    meetings.router,
    conversations.router,
    referrals.router,
    notices.router,
    addresses.router,
)

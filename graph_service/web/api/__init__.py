"""The JSON routes, a module for each noun. A route parses, declares its action, calls it, returns."""

from graph_service.web.api import (
    assessments,
    children,
    conversations,
    indications,
    involvements,
    leads,
    meetings,
    notices,
    referrals,
)

ROUTERS = (
    children.router,
    involvements.router,
    involvements.facts,
    leads.router,
    indications.router,
    assessments.router,
    meetings.router,
    conversations.router,
    referrals.router,
    notices.router,
)

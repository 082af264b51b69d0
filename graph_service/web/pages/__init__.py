"""The HTML routes, on the same actions as the API: a page shows what an action answers, and a form is one action."""

from graph_service.web.pages import (
    access,
    assessments,
    children,
    conversations,
    duplicates,
    indications,
    involvements,
    leads,
    meetings,
    notices,
    overviews,
    sharing,
    signals,
)

ROUTERS = (
    children.router,
    involvements.router,
    indications.router,
    assessments.router,
    conversations.router,
    meetings.router,
    leads.router,
    signals.router,
    notices.router,
    sharing.router,
    access.router,
    duplicates.router,
    overviews.router,
)

"""The HTML routes, on the same actions as the API: a page shows what an action answers, and a form is one action."""

from graph_service.web.pages import children, leads, signals

ROUTERS = (children.router, leads.router, signals.router)

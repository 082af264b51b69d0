"""The JSON routes, a module for each noun. A route parses, declares its action, calls it, returns."""

from graph_service.web.api import accounts, children, involvements, leads, leaving, people, services

ROUTERS = (
    children.router,
    involvements.router,
    involvements.facts,
    leads.router,
    people.router,
    services.agencies,
    services.router,
    services.desk,
    accounts.router,
    leaving.router,
)

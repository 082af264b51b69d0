"""The JSON routes, a module for each noun. A route parses, declares its action, calls it, returns."""

from graph_service.web.api import addresses, carers, children, identifiers, involvements, leads, records

ROUTERS = (
    children.router,
    involvements.router,
    involvements.facts,
    leads.router,
    records.router,
    identifiers.router,
    carers.router,
    addresses.router,
)

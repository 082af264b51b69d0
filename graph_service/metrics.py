"""What the machines that watch this one may count: names of routes and queries, times, and nothing about anybody.

Several worker processes count into one folder (PROMETHEUS_MULTIPROC_DIR, set before this is imported); whoever serves
the numbers adds them up.
"""

from prometheus_client import Histogram

# Seconds. A look is allowed three (graph.answer_seconds), an import's statement two minutes.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_requests = Histogram(
    "graph_service_request_seconds", "Requests by route, and how long they took",
    ["method", "route", "status"], buckets=BOUNDS,
)  # fmt: skip
_queries = Histogram(
    "graph_service_query_seconds", "Statements by name, how they ended, and how long they took",
    ["query", "outcome"], buckets=BOUNDS,
)  # fmt: skip


def request_took(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is the pattern, never the address itself; a client's own words for a method are one method."""
    _requests.labels(method if method in METHODS else "other", route, str(status)).observe(seconds)


def query_took(name: str, outcome: str, seconds: float) -> None:
    """`outcome` is `answered`, or the class of the fault."""
    _queries.labels(name, outcome).observe(seconds)

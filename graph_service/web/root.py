"""Where a proxy shows this service: the path that it takes off each request and that each answer has to begin with."""

from starlette.types import Scope

_ROOT = "graph_service.root_path"


def keep_root(scope: Scope) -> str:
    """The root path of this request, kept before a mounted part of the service puts its own in its place."""
    return scope.setdefault(_ROOT, scope.get("root_path", ""))


def root_of(scope: Scope) -> str:
    """Empty where no proxy shows the service under a path."""
    return scope.get(_ROOT, "")


def path_of(scope: Scope) -> str:
    """The path as the service itself names it."""
    return scope["path"].removeprefix(root_of(scope))

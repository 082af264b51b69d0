"""What every request needs and the process has once: put on the app by app.py, read by the dependencies."""

from dataclasses import dataclass, field

from graph_service.access.tokens import TokenReader
from graph_service.domain.desk import NationalDesk
from graph_service.graph.client import Graph
from graph_service.settings import Settings
from graph_service.web.cursors import Cursors


@dataclass
class Readiness:
    """Whether the service can answer, and if not, why, in words for the operator."""

    ready: bool = False
    reasons: list[str] = field(default_factory=lambda: ["the checks have not finished yet"])
    refused: bool = False  # a fault that waiting will not cure

    def is_ready(self) -> None:
        self.ready, self.reasons = True, []

    def waits(self, reason: str) -> None:
        self.ready, self.reasons = False, [reason]

    def refuses(self, faults: list[str]) -> None:
        self.ready, self.reasons, self.refused = False, faults, True


@dataclass(frozen=True)
class Service:
    settings: Settings
    graph: Graph
    tokens: TokenReader
    desk: NationalDesk
    readiness: Readiness
    cursors: Cursors

"""What every request needs and the process has once: put on the app by app.py, read by the dependencies."""

from collections.abc import Callable
from dataclasses import dataclass

from graph_service.access.tokens import TokenReader
from graph_service.domain.desk import NationalDesk
from graph_service.graph.client import Graph
from graph_service.settings import Settings
from graph_service.web.cursors import Cursors


@dataclass(frozen=True)
class State:
    """Whether the service can answer, and if not, why, in words for the operator."""

    ready: bool = False
    reasons: tuple[str, ...] = ("the checks have not finished yet",)
    refused: bool = False  # a fault that waiting will not cure


@dataclass
class Readiness:
    """The state as it is now; `tell` hears of each new one."""

    state: State = State()
    tell: Callable[[State], None] = lambda _: None

    def is_ready(self) -> None:
        self._becomes(State(ready=True, reasons=()))

    def waits(self, reason: str) -> None:
        self._becomes(State(reasons=(reason,)))

    def refuses(self, faults: list[str]) -> None:
        self._becomes(State(reasons=tuple(faults), refused=True))

    def _becomes(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.tell(state)


@dataclass(frozen=True)
class Service:
    settings: Settings
    graph: Graph
    tokens: TokenReader
    desk: NationalDesk
    readiness: Readiness
    cursors: Cursors

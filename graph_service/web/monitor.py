"""For the machines that watch this one, at a port of its own: health with its reasons, and numbers. About nobody."""

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from graph_service.web.service import State


def monitor_app(states: Callable[[], list[State]], folder: str) -> FastAPI:
    """`states` are those of the workers just now, `folder` is where they count (PROMETHEUS_MULTIPROC_DIR)."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)
    ready_workers = Gauge("graph_service_ready_workers", "Workers that can answer questions", registry=registry)

    @app.get("/health/live")
    async def live() -> JSONResponse:
        """The service runs."""
        return JSONResponse({"live": True})

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        """Every worker can answer questions; 503 with the reasons while one cannot."""
        reasons = list(dict.fromkeys(reason for state in states() for reason in state.reasons))
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)

    @app.get("/metrics")
    async def metrics() -> Response:
        """In the text form of Prometheus."""
        ready_workers.set(sum(state.ready for state in states()))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return app

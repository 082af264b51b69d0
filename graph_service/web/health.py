"""For the proxy that sends requests here: whether to. Why not, and how it goes, is told at a port of its own."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from graph_service.web.dependencies import ServiceDep

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"live": True})


@router.get("/ready")
async def ready(service: ServiceDep) -> JSONResponse:
    """The process can answer questions; 503 while it cannot."""
    return JSONResponse({"ready": service.readiness.state.ready}, 200 if service.readiness.state.ready else 503)

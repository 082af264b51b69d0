"""For the machines that watch this one: nothing about anybody."""

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
    """The process can answer questions; 503 with the reasons while it cannot."""
    state = service.readiness
    return JSONResponse({"ready": state.ready, "reasons": state.reasons}, 200 if state.ready else 503)

"""create_app(): wires settings, graph, routes and problem handlers."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from graph_service.actions.following import follow_all
from graph_service.actions.parts import LIST_PARTS, MOST
from graph_service.domain.desk import NationalDesk
from graph_service.domain.problems import Internal, Problem
from graph_service.graph.checks import plan_changes, plan_looks, start_faults
from graph_service.graph.client import COMMAND_SECONDS, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.reach import why_unreachable
from graph_service.graph.server import server_advice
from graph_service.keys import session_key, token_reader
from graph_service.settings import Settings
from graph_service.web import api, health, pages, sign_in
from graph_service.web.consistency import ConsistencyTokens
from graph_service.web.cursors import Cursors
from graph_service.web.middleware import Surround
from graph_service.web.problems import add_problem_handlers
from graph_service.web.service import Readiness, Service, State

STATIC = Path(__file__).parent / "web" / "static"
LOOK_AGAIN_SECONDS = 1.0
REFRESH_SECONDS = 20.0
SESSION_SECONDS = 8 * 3600
log = structlog.get_logger("service")


def create_app(
    settings: Settings, connection: Connection, tell: Callable[[State], None] = lambda _: None, *, checked: bool = False
) -> FastAPI:
    """The whole service. It starts without its database, says so, and waits.

    `tell` hears of each new state. One that is refused is the last: waiting cannot cure it, and a service like that
    must not run. `checked` where another process of this service has just found the database without fault.
    """

    app = FastAPI(
        title="Who is around this child",
        version="1",
        description="One index of children, held in parts: who is around a child, never case notes, never a score.",
        lifespan=partial(_running, settings, connection, tell, checked),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    for router in (*api.ROUTERS, *pages.ROUTERS, sign_in.router, health.router):
        app.include_router(router)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC), compresslevel=6))
    add_problem_handlers(app)
    key = session_key(settings)
    app.add_middleware(
        SessionMiddleware,
        secret_key=key,
        max_age=SESSION_SECONDS,
        same_site="strict",
        https_only=not settings.in_development,
        session_cookie="graph_service",
        path=settings.root_path or "/",
    )
    app.add_middleware(Surround, tokens=ConsistencyTokens(key))
    return app


@asynccontextmanager
async def _running(
    settings: Settings, connection: Connection, tell: Callable[[State], None], checked: bool, app: FastAPI
) -> AsyncGenerator[None]:
    """The graph is open, and watched and followed, for as long as the service runs."""
    async with Graph.open(*connection, read_seconds=settings.answer_seconds) as graph:
        app.state.service = _service(settings, graph, tell)
        tasks = [asyncio.create_task(_watch(app.state.service, connection, checked))]
        if settings.signals_seconds:
            tasks.append(asyncio.create_task(_follow(app.state.service, connection)))
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _service(settings: Settings, graph: Graph, tell: Callable[[State], None]) -> Service:
    desk = NationalDesk(settings.national_desk_phone, settings.national_desk_hours)
    return Service(settings, graph, token_reader(settings), desk, Readiness(tell=tell), Cursors(session_key(settings)))


async def _watch(service: Service, connection: Connection, checked: bool) -> None:
    """Check once, refuse or serve; from then on notice when the database goes, and when it comes back."""
    planned = False
    while not service.readiness.state.refused:
        try:
            if service.readiness.state.ready:
                planned = planned or await _plan_changes(service)
                await asyncio.sleep(REFRESH_SECONDS)
            await _look(service, checked)
            checked = False  # whatever comes back after this may be another database
        except Problem as problem:
            why = await why_unreachable(connection) or problem.detail
            log.warning("waiting for the database", why=why)
            service.readiness.waits(f"{why.rstrip('.')}; the service waits for it and recovers by itself")
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


async def _follow(service: Service, connection: Connection) -> None:
    """Keep signals current, on a graph of its own: its statements may take longer than a person waits."""
    async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
        while True:
            try:
                while service.readiness.state.ready and await follow_all(graph):
                    pass
            except Problem as problem:
                log.warning("signals wait", why=problem.slug)
            await asyncio.sleep(service.settings.signals_seconds)


async def _look(service: Service, checked: bool) -> None:
    if not service.readiness.state.ready:
        if not checked and not await _check(service):
            return
        if not await _plan(service, plan_looks):
            return
        log.info("ready")
    await service.graph.refresh(LIST_PARTS, limit=MOST)
    service.readiness.is_ready()


async def _check(service: Service) -> bool:
    if faults := await start_faults(service.graph):
        _refuse(service, faults)
        return False
    for advice in await server_advice(service.graph):
        log.warning("the server could be set better", advice=advice)
    return True


async def _plan_changes(service: Service) -> bool:
    planned = await _plan(service, plan_changes)
    if planned:
        log.info("changes are planned")
    return planned


async def _plan(service: Service, plan: Callable[[Graph], Awaitable[None]]) -> bool:
    """Looks before anybody asks, changes just after: they take seconds to plan, and most people look first."""
    try:
        await plan(service.graph)
    except Internal:
        _refuse(service, ["a statement that the server accepts does not run on it: the log above names it"])
        return False
    return True


def _refuse(service: Service, faults: list[str]) -> None:
    """All that was found, at once."""
    for fault in faults:
        log.error("refused to start", fault=fault)
    service.readiness.refuses(faults)

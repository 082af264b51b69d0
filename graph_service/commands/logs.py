"""Logs: JSON on standard error for a service, quiet for a command that a person runs."""

import logging
import sys
import threading
from types import TracebackType
from typing import TextIO

import structlog

log = structlog.get_logger("process")


def log_for_service(to: TextIO = sys.stderr) -> None:
    """Every line one JSON object: names of queries and routes, times and counts, never anything about anybody.

    The libraries' lines too, but only whose line it is, where it was written and the class of the fault: their words
    may quote what somebody sent or what was read.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=to),
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(capture=True)
    logging.basicConfig(handlers=[_OfLibraries()], level=logging.WARNING, force=True)


def log_uncaught_faults() -> None:
    """In place of a traceback, which may quote the same."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda fault: _uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)


def log_for_person() -> None:
    """Commands speak for themselves; only a fault of ours is logged."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )


class _OfLibraries(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        where = f"{record.module}:{record.lineno}"
        log.log(record.levelno, "library", logger=record.name, where=where, fault=fault)


def _uncaught(kind: type[BaseException], _: BaseException | None, trace: TracebackType | None) -> None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
    log.error("uncaught", fault=kind.__name__, where=where)

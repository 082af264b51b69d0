"""Logs: JSON on standard error for a service, quiet for a command that a person runs."""

import logging
import sys
from typing import TextIO

import structlog


def log_for_service(to: TextIO = sys.stderr) -> None:
    """Every line one JSON object: names of queries and routes, times and counts, never anything about anybody."""
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


def log_for_person() -> None:
    """Commands speak for themselves; only a fault of ours is logged."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )

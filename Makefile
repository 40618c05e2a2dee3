# What a newcomer needs: `make demo` and `make test`. Both set everything up in .venv; neither needs root.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: demo test lint bench docs lock clean help
help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 8

demo: .venv/run ## Assess the example case and say where its dossier lies
	@$(BIN)/cupel assess examples/first-case

test: .venv/dev ## Run the tests
	@$(BIN)/python -m pytest -q

lint: .venv/dev ## Check style, types, the direction of imports, and that the reference is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: .venv/dev ## Measure what the README claims (needs squashfs-tools; see benchmarks/README.md)
	$(BIN)/python benchmarks/unpack.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/reference.py

docs: .venv/run ## Write docs/reference anew from the plug-ins
	$(BIN)/python docs/generate.py

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--group build --group dev pyproject.toml --output-file requirements-dev.lock

clean: ## Remove the environment and what was written
	rm -rf .venv examples/*/dossier examples/*/ledger.sqlite

# The environment is made in two steps, so that a demo does not wait for the linters. Bytecode is compiled ahead:
# start-up time must not depend on whether Python may write it.
.venv/run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "cupel needs Python 3.11 to 3.14 as python3; install it and try again." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# The two commands are `make clean-corpus` and `make test`; each makes the environment that it needs in .venv/.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: clean-corpus check test lint lock audit clean
.DELETE_ON_ERROR:

clean-corpus: .venv/.run-installed  ## clean raw/ into cleaned/
	$(BIN)/onetext clean raw -o cleaned

check: .venv/.run-installed  ## what new scrapes are, and what is wrong with them: make check NEW=folder
	$(if $(NEW),,$(error name the new files or folders: make check NEW=folder))
	$(BIN)/onetext check $(NEW) --against cleaned $(CHECK_ARGS)

test: .venv/.dev-installed  ## run the tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: .venv/.dev-installed  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: .venv/.run-installed  ## prove that cleaned/ accounts for every character
	$(BIN)/onetext audit cleaned

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --custom-compile-command "make lock" --upgrade --extra build

lock: .venv/.dev-installed  ## renew the two lock files from pyproject.toml
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --extra dev pyproject.toml -o requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onetext needs Python 3.11 or newer; name one: make PYTHON=python3.11" >&2; exit 2; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv 2>/dev/null || \
	  { $(PYTHON) -m venv --without-pip --clear .venv && \
	    $(PYTHON) -m pip --python .venv/bin/python install --quiet pip; } || \
	  { rm -rf .venv; echo "cannot make .venv: install venv or pip for $(PYTHON) (Debian: apt-get install python3-venv)" >&2; exit 4; }

.venv/.run-installed: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-installed: requirements-dev.lock .venv/.run-installed
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

clean:  ## remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

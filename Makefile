# make demo    a working district at a local address      make test    everything, on both databases
# make check   lint, types, floors, quick tests            make bench   measurements
# make setup   only prepare .venv and fonts                make lock    renew the requirements files

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
BIN := .venv/bin
SETUP := $(PYTHON) scripts/setup.py

.PHONY: help setup demo test check bench lock clean

help:
	@sed -n 's/^# //p' Makefile

setup:
	@$(SETUP) dev

demo:
	@$(SETUP) runtime
	@$(BIN)/zhiheng demo $(ARGS)

test: setup
	@$(BIN)/python scripts/run_tests.py $(ARGS)

check: setup
	@$(BIN)/ruff check zhiheng tests scripts bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest tests/kernel tests/law $(ARGS)

bench: setup
	@$(BIN)/python -m bench $(ARGS)

LOCK := .venv/tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: setup
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) --constraint requirements.txt --extra dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv var/cache

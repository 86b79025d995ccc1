# `make run` is all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
FAST := not browser and not postgres and not processes

# The tests start dozens of processes: without bytecode each of them compiles the app anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test test-fast lint format bench

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: have-python  ## prepare .venv for `make run`, and nothing else
	@$(PYTHON) .ci/bootstrap.py run

setup-test: have-python  ## prepare .venv for the tests too
	@$(PYTHON) .ci/bootstrap.py test

run: setup  ## set up if needed, then serve on http://localhost:8000 (PORT=8001 make run)
	@exec $(BIN)/lms run

test: setup-test  ## everything: style, types, SQLite, PostgreSQL, browser
	@$(BIN)/python -m tests._chromium
	@said=$$(mktemp); $(MAKE) --no-print-directory lint >$$said 2>&1 & lint=$$!; \
	$(PYTEST) -n 3 --dist worksteal; tests=$$?; \
	wait $$lint; style=$$?; cat $$said; rm -f $$said; test $$tests = 0 || exit $$tests; \
	test $$style = 0 || echo "The tests pass, but ruff or mypy does not: see above."; exit $$style

test-fast: setup-test  ## SQLite only, no browser
	@$(PYTEST) -n 2 --dist worksteal -m "$(FAST)"

lint: setup-test  ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-test  ## let ruff put the style right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup-test  ## measure, print the table and write docs/benchmark.md
	@$(BIN)/python -m bench

.PHONY: have-python
have-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	    echo "There is no $(PYTHON) here: install Python 3.11 or newer with its venv module" \
	         "(on Debian and Ubuntu: sudo apt install python3 python3-venv)," \
	         "or name one: make run PYTHON=/path/to/python3."; exit 1; } >&2

texts: setup-test  ## bring the Dutch interface texts up to date with the code
	@$(BIN)/pybabel -q extract --ignore-dirs '.*' -F .ci/babel.cfg -k _l -k text_in:2 --no-location --sort-output -o .venv/texts.pot .
	@$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -w 100 -i .venv/texts.pot -d lms/translations
	@$(BIN)/pybabel -q compile -d lms/translations
.PHONY: texts

# Every target runs in .venv, which is made here from the locks when it is missing and remade when they change.
# Needed beforehand: make, Python 3.11 or later with its venv module, and a package index.

PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO ?= scpxl-demo
# A file of tests stays on one process: workbooks made once for a file are not made twice.
PYTEST := $(BIN)/pytest --numprocesses auto --dist loadfile
# The Open XML SDK's validator, which tests hold every workbook to, and exceljs; without npm they say that it is missing.
# Not `npm ci`: the lock holds the sums of Linux on Intel alone, and other machines are to have theirs all the same.
SCHEMA := tests/office_schema/node_modules/.package-lock.json
# Which tests `make check` runs; .ci/run has run the quick ones by then.
CHECK_TESTS ?=

.PHONY: help demo test check lint format docs macros workbooks lock audit bench clean

help:
	@echo "make demo    the whole loop on the worked example, into $(DEMO)/"
	@echo "make test    the quick tests"
	@echo "make check   format, lint, types, contracts and all tests: what CI runs"
	@echo "make lint    the same without the tests"
	@echo "make format  put the code into its form"
	@echo "make docs    the generated parts of the guides"
	@echo "make macros  the VBA in macros/: xlwings' own, and that of the worksheet functions"
	@echo "make workbooks  templates/, macros/ and the finished dashboard of the example"
	@echo "make lock    write the locks anew from pyproject.toml (UPGRADE=--upgrade for newer releases)"
	@echo "make audit   what users install, looked up in the advisory database"
	@echo "make bench   the benchmarks"
	@echo "make clean   remove what the targets above made, scpxl-demo/ included"

demo: $(VENV)/.installed
	$(BIN)/scpxl demo $(DEMO)

test: $(VENV)/.installed
	$(PYTEST) -m "not slow"

check: lint $(SCHEMA)
	$(PYTEST) $(CHECK_TESTS)

lint: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

format: $(VENV)/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed
	$(BIN)/python -m docs.build_reference
	$(BIN)/python -m docs.build_findings

macros: $(VENV)/.installed
	$(BIN)/python workbooks/build_finished.py macros
	$(BIN)/python -m macros.build_functions

workbooks: $(VENV)/.installed
	$(BIN)/python workbooks/build_finished.py

bench: $(VENV)/.installed
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

# pip's own settings are left out, so that a machine's mirror or wheel folder cannot thin out the hashes:
# the lock holds those of every platform's wheel.  pip-compile reads no dependency groups, hence the pipe.
GROUP = $(BIN)/python -c 'import sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb")); \
	print(*project["dependency-groups"][sys.argv[1]], sep="\n")'
COMPILE = PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= $(BIN)/pip-compile --quiet $(UPGRADE) \
	--generate-hashes --allow-unsafe --strip-extras --newline lf --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(VENV)/.locked
	$(GROUP) build | $(COMPILE) --output-file requirements-build.txt -
	$(GROUP) dev | $(COMPILE) --all-extras --constraint requirements-build.txt \
		--output-file requirements-dev.txt pyproject.toml -
	$(BIN)/uv pip compile --quiet --no-config $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links --constraint requirements-dev.txt \
		--output-file requirements.txt pyproject.toml

# Known weaknesses of what users install.  Where the advisory service cannot be reached nothing was looked up, and
# that is said: it is no pass.
audit: $(VENV)/.installed
	@$(BIN)/python .ci/audit.py requirements.txt

$(SCHEMA): tests/office_schema/package-lock.json
	@if command -v npm >/dev/null; then npm install --no-save --silent --no-audit --no-fund --prefix $(<D) && touch $@; \
	else echo "npm is missing: workbooks are not held to the Open XML schema."; fi

clean:
	rm -rf $(VENV) tests/office_schema/node_modules scpxl-demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find scpxl tests workbooks benchmarks -name __pycache__ -type d -exec rm -rf {} +

# Build tools come first: what is built from source is built with them and with nothing else.
$(VENV)/.locked: requirements-build.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none is on the PATH." >&2; exit 1; }
	@echo "Making $(VENV): about a minute"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) --require-hashes -r requirements-build.txt
	@$(INSTALL) --require-hashes --no-build-isolation -r requirements-dev.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check >/dev/null || { $(BIN)/python -m pip check; \
		echo "The locks are behind pyproject.toml: run make lock." >&2; exit 1; }
	@touch $@

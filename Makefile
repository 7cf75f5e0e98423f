# Two commands do all set-up:  make run   make test
# Needs only: any python3 (3.11 to 3.14) with pip, make, and the package index that pip knows.
PYTHON ?= python3
UV     := .uv/bin/uv
VENV   := .venv
PY     := $(VENV)/bin/python
LOCK   := config/lock
export UV_NO_PROGRESS := 1
export UV_LINK_MODE := copy
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
# Zone rules come from the tzdata package, never from a stale system copy (product.md, Time).
export PYTHONTZPATH :=
# uv reads neither pip.conf nor (always) the system's certificates; where it cannot
# reach an index, the user's own pip does the same install into the same .venv
PIP := $(PYTHON) -m pip --python $(PY) install -q --require-hashes --only-binary :all:
.DEFAULT_GOAL := help
.PHONY: help run test lint bench drills shots lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# uv goes into ./.uv: no global install, no PEP 668 error, no python3-venv needed
$(UV): $(LOCK)/uv.txt
	@echo "installing uv into ./.uv"
	@PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip install -q --disable-pip-version-check --no-deps \
	  --only-binary :all: --require-hashes --upgrade --target .uv -r $< && touch $@

$(PY): | $(UV)
	@want=$$($(PYTHON) -c 'import sys; print(sys.executable if (3,11) <= sys.version_info[:2] <= (3,14) else ">=3.11,<3.15")'); \
	$(UV) -q venv --allow-existing --python "$$want" $(VENV) || { \
	  echo "Wardbook needs Python 3.11 to 3.14; found $$($(PYTHON) -V). Install one and run: make run PYTHON=python3.13" >&2; exit 1; }

$(VENV)/.run: $(LOCK)/run.txt $(PY) $(UV)
	@echo "installing packages into ./$(VENV)"
	@$(UV) -q pip install --require-hashes --only-binary :all: -r $(LOCK)/run.txt || $(PIP) -r $(LOCK)/run.txt
	@touch $@

$(VENV)/.dev: $(LOCK)/dev.txt $(PY) $(UV)
	@echo "installing packages and test tools into ./$(VENV)"
	@$(UV) -q pip install --require-hashes --only-binary :all: -r $(LOCK)/dev.txt || $(PIP) -r $(LOCK)/dev.txt
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## Wardbook on this machine: web, worker and clock (PORT=8123 make run)
	@exec $(PY) manage.py up

test: $(VENV)/.dev ## the whole suite on SQLite, then the drills small; ARGS="-k phi" for a part of the suite
	@$(PY) -m pytest -n 3 $(ARGS)
	@$(if $(ARGS),echo "not run with ARGS: the drills (python -m tests.drills)",$(PY) -m tests.drills $(if $(CI),,--only drill))

lint: $(VENV)/.dev ## ruff, templates, missing migrations
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@$(PY) -m djlint --quiet --lint templates
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py check

bench: $(VENV)/.dev ## ratios beside a floor measured in the same run
	@$(PY) benchmarks/run.py $(ARGS)

drills: $(VENV)/.dev ## the reminder engine under kill -9, hung mail servers and moved clocks, full size; ARGS=kill for one
	@$(PY) -m tests.drills --full $(ARGS)

shots: $(VENV)/.dev ## screenshots of every page into var/shots
	@WARDBOOK_SHOTS=var/shots $(PY) -m pytest -n 0 tests/browser/test_walk_*.py $(ARGS)

lock: | $(UV) ## refresh the hash locks from pyproject.toml
	@echo "uv==$$($(UV) --version | cut -d' ' -f2)" | $(UV) -q pip compile --universal --generate-hashes --no-header --no-annotate -o $(LOCK)/uv.txt -
	$(UV) -q pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml -o $(LOCK)/run.txt
	$(UV) -q pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml --group dev -c $(LOCK)/run.txt -o $(LOCK)/dev.txt

clean: ## remove the environment (data in var/ stays)
	rm -rf .uv $(VENV)

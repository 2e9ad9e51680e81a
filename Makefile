# `make run` serves the site on this machine, `make test` tests it. docs/operators.md tells the rest.
# Each step leaves a mark and is done again only when what it depends on has changed.

PYTHON ?= python3
DATA_DIR ?= data
export DATA_DIR

MADE := $(DATA_DIR)/.made
MIGRATIONS := $(wildcard spacenews/*/migrations/*.py)
INDEX := spacenews/search/index.py spacenews/search/desk/index.py
STATIC := spacenews/assets.py $(shell find static -type f)
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
MANAGE := .venv/bin/python manage.py

.PHONY: run prepare dev test lint bench bench-pages pictures lock port changes
.NOTPARALLEL:
.DELETE_ON_ERROR:

run: port prepare
	@exec .venv/bin/python -m spacenews.serve

# All that comes before serving: what an operator runs after `git pull`, while the old version still serves.
prepare: $(MADE)/sample $(MADE)/indexed $(MADE)/static $(MADE)/editor

dev: port $(MADE)/sample $(MADE)/editor
	@exec env DEBUG=1 $(MANAGE) runserver $${PORT:-8000}

test: .venv/.tests
	@sh scripts/test.sh

# Parts are not reformatted: a newline at the end of one that stands inside a sentence would be printed.
lint: .venv/.tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djade --check --target-version 5.2 $$(git ls-files '*.html' ':!templates/parts' ':!tests/browser/texts')
	.venv/bin/django-upgrade --check --target-version 5.2 $$(git ls-files '*.py')

# What a search costs, on sites that are made for it below $(DATA_DIR)/bench: docs/performance.md. SIZES="1000 10000".
SIZES ?= 1000
bench: .venv/.tests
	.venv/bin/python -m bench.search $(SIZES)
	.venv/bin/python -m bench.writes $(firstword $(SIZES))

# What a public page costs, beside a bare view of Django and nginx; wants nginx and wrk installed.
bench-pages: .venv/.tests
	.venv/bin/python -m bench.pages $(SIZES)

# The screenshots of docs/pictures, of the site with its sample content: DATA_DIR and PORT of their own.
pictures: port prepare .venv/.tests
	.venv/bin/python scripts/pictures.py

lock: .venv/.tests
	.venv/bin/python scripts/lock.py $(LOCK)

# A virtual environment without its mark was interrupted while it was made or changed: begin afresh.
.venv/.site: requirements.txt
	@$(PYTHON) -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Space News needs Python 3.11 or newer with its venv module (on Debian: apt install python3-venv).' \
	    'To name another Python: make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@echo 'Installing what the site runs on into .venv …'
	@test -e $@ || $(PYTHON) -m venv --clear .venv
	@rm -f $@
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.tests: requirements-dev.txt .venv/.site
	@echo 'Installing what the tests need into .venv …'
	@$(PIP) -r requirements-dev.txt
	@touch $@

# Before anything long begins: are the settings sound, is the port free?
port: .venv/.site
	@.venv/bin/python -m spacenews.serve check

# Another database, or a new one in the old one's place, is to be prepared like the first.
$(MADE)/database: changes
	@mkdir -p -m 700 $(DATA_DIR) $(MADE)
	@test -n "$$DATABASE_URL" -o -e $(DATA_DIR)/spacenews.sqlite3 || rm -f $@
	@printf '%s' "$$DATABASE_URL" | cksum > $@.now
	@cmp -s $@.now $@ && rm $@.now || mv $@.now $@

$(MADE)/migrated: .venv/.site $(MIGRATIONS) $(MADE)/database
	@$(MANAGE) migrate --verbosity 0
	@touch $@

$(MADE)/sample: $(MADE)/database | $(MADE)/migrated
	@test "$(SAMPLE)" = 0 || $(MANAGE) load_sample
	@touch $@

# A new version may hold other words in its index: only what is old is written, while the site runs.
$(MADE)/indexed: $(INDEX) $(MADE)/database | $(MADE)/sample
	@$(MANAGE) reindex --verbosity 0
	@touch $@

$(MADE)/static: .venv/.site $(STATIC)
	@mkdir -p -m 700 $(DATA_DIR) $(MADE)
	@env DEBUG=0 $(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

$(MADE)/editor: $(MADE)/database | $(MADE)/migrated
	@$(MANAGE) createeditor
	@touch $@

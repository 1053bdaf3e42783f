# Everything by `make`: `run` serves a demo on this machine, `test` proves it, `lint` keeps the style.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST := 127.0.0.1:8000

.PHONY: run test test-sqlite test-postgresql test-browser lint format bench bench-progress lock clean

run: export ATTEST_DEMO = 1
run: $(VENV)/run.installed
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_library
	@$(BIN)/python manage.py create_demo_accounts
	@echo "Attest is at http://$(HOST)/ until you press Ctrl+C."
	@exec $(BIN)/gunicorn core.wsgi --no-control-socket --bind $(HOST) --workers 2 --threads 4 --log-level warning

test: test-sqlite test-postgresql test-browser

test-sqlite: $(VENV)/test.installed
	ATTEST_DEMO=1 $(BIN)/python manage.py makemigrations --check --dry-run
	ATTEST_TEST_STORE=sqlite $(BIN)/python -m pytest -n auto -m "not browser"

test-postgresql: $(VENV)/test.installed
	ATTEST_TEST_STORE=postgresql $(BIN)/python -m pytest -n auto -m "not browser"

test-browser: $(VENV)/test.installed $(VENV)/browser.installed
	$(BIN)/python -m pytest -n auto --maxprocesses 4 -m browser

lint: $(VENV)/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/test.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/test.installed
	$(BIN)/python -m tests.bench
	@echo "make bench-progress measures the pages of progress at a million answers; it makes them first, in half an hour."

bench-progress: $(VENV)/test.installed
	$(BIN)/python -m tests.bench_progress

# Needs uv. The lock files hold hashes and name no host.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -o requirements/run.txt
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade -o requirements/test.txt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/run.installed: requirements/run.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/test.installed: requirements/test.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/browser.installed: tests/browser/chromium.sh | $(VENV)/test.installed
	sh tests/browser/chromium.sh $(BIN)/python
	@touch $@

clean:
	rm -rf $(VENV) staticfiles

# Linli: set-up, demo, tests, checks. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK_FLAGS := -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test unit thorough check bench lock divisions calendars messages screenshots clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

$(STAMP): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || { echo "[1/3] virtual environment"; $(PYTHON) -m venv $(VENV); }
	@echo "[2/3] libraries, hash-checked"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@echo "[3/3] linli"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) messages ## install everything into .venv

messages: $(STAMP)
	@$(BIN)/python tools/messages.py compile

demo: install ## install, load the demo county, serve on 127.0.0.1:8000
	@$(BIN)/linli demo --serve

test: install ## run every test (unit, house, browser walks)
	@$(BIN)/python tools/test.py

unit: install ## tests without the browser walks (while you work)
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not walk and not alone"

thorough: install ## tests without the walks, ten times as many drawn examples (long: for the night)
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not walk and not alone" --hypothesis-profile=thorough

check: install ## lint, types, import contracts, migrations, translations, packs
	@$(BIN)/python tools/check.py

bench: install ## measure, and print figures with ratios
	@$(BIN)/python -m bench

lock: ## lock dependencies with hashes
	@$(BIN)/uv pip compile $(LOCK_FLAGS) pyproject.toml -o requirements/base.txt
	@$(BIN)/uv pip compile $(LOCK_FLAGS) pyproject.toml --extra dev -o requirements/dev.txt

divisions: install ## regenerate the packed division codes from the npm package
	@$(BIN)/python tools/divisions.py

calendars: install ## regenerate the holiday schedule of the baseline pack
	@$(BIN)/python tools/calendars.py

screenshots: install ## take the README's pictures from a running demo
	@$(BIN)/python tools/screenshots.py

clean: ## remove what the commands above made (keeps .venv)
	rm -rf var build dist .mypy_cache .ruff_cache .pytest_cache

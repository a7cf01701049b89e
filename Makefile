# make run   installe ce qu'il faut, charge les fiches et ouvre l'application dans le navigateur
# make test  installe ce qu'il faut et passe toutes les vérifications

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test clean

run: $(VENV)/.ready
	@$(BIN)/acquis list > /dev/null
	$(BIN)/acquis serve

test: $(VENV)/.ready-for-tests
	@scripts/install-browser
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis test-artefacts

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch alone first: where a CPU build is offered to pip, the rest must not bring another one
$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installation des dépendances (quelques minutes la première fois, environ 2,5 Go)…"
	$(PIP) torch==2.13.0
	$(PIP) --editable .
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready
	$(PIP) --editable '.[test]'
	@touch $@

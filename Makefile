# Everything runs in .venv, which make creates from requirements.lock and keeps until the lock changes.

PYTHON := $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,\
  $(if $(shell $(p) -c 'import sys; print(*[1] * (sys.version_info >= (3, 11)))' 2>/dev/null),$(p))))
BIN := .venv/bin
READY := .venv/ready
STUDY ?= seeds/geneva-2021

.PHONY: report test lab lint lock clean

report: $(READY)
	$(BIN)/rashomon report $(STUDY)

test: $(READY)
	$(BIN)/pytest

lab: $(READY)
	$(BIN)/rashomon lab $(STUDY)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra cluster --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf .venv

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Rashomon needs Python 3.11 or later; none was found on the path." >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

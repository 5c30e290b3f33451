# Every target sets up what it needs. PYTHON names the interpreter that makes the virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= claimwire-home
# Tests run beside each other, those of one file in one process: they share its servers.  The order is conftest's.
BESIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# A process that may not write byte code compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: install install-dev nightly demo test test-slow check lint bench bench-quality docs train train-on train-links train-measures clean

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
	touch $@

nightly: install
	$(BIN)/claimwire nightly examples --home $(HOME_DIR)
	@printf '\nNow ask it:  . $(BIN)/activate   and then   claimwire explore --home $(HOME_DIR)\n'

# The example articles, read and opened in a browser; Ctrl-C ends it.
demo: nightly
	$(BIN)/claimwire explore --home $(HOME_DIR)

test: install-dev
	$(BIN)/python -m pytest -q $(BESIDE) -m "not long"

# The fault injection at full length: an hour and more.
test-slow: install-dev
	$(BIN)/python -m pytest --timeout 3600 -m "long"

check: install-dev lint
	$(BIN)/python -m pytest -q $(BESIDE) -m "not slow and not lasting and not server and not browser and not long"

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-compare
	$(BIN)/python -m tests.benchmarks.speed

# The table of quality, docs/quality.md, and the floors; reads ../shared.
bench-quality: install-dev
	$(BIN)/python -m tests.benchmarks.quality

# The reader's weights, made again from ../shared and labels/: some 3 hours on 2 cores.
train: $(VENV)/.installed-train
	$(BIN)/python -m transforms.training

# The weights that ship, learned on with what has been labelled since: half an hour on 2 cores.
train-on: $(VENV)/.installed-train
	$(BIN)/python -m transforms.training --on

# The weights of links between claims, made again from ../shared: a minute on one core.
train-links: install-dev
	$(BIN)/python -m transforms.training.links --folds

# The weights of the words that name measures, made again from the labels: a minute on one core.
train-measures: install-dev
	$(BIN)/python -m transforms.training.measures

# torch is not in the locks: which build of it fits depends on the machine, and nothing that runs needs it.  The packages
# of the larger teacher hold files alone; what they say they depend on is left out.
$(VENV)/.installed-train: pyproject.toml requirements-train.lock $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable ".[train]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements-train.lock
	touch $@

# quantulum3, the peer that the benchmark runs beside us; one of its own dependencies comes as source only.
$(VENV)/.installed-compare: requirements-compare.lock $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-compare.lock
	touch $@

# The pages of docs/ that are made from the code.
docs: install-dev
	$(BIN)/python -m tests.docs.generated

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache

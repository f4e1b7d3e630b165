# Assay: `make rate` rates this host, `make test` runs every test, `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# GEMM libraries (opened at run time) and Chart.js (inlined into report.html).
PACKAGES := libopenblas0-pthread libdnnl-dev libblis4-openmp libjs-chart.js
# What `make check-arm` needs on top, on another architecture: a cross compiler and an emulator.
ARM_PACKAGES := gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
# What `make bench` needs on top: a C compiler for the plain loops, Python to run both in turn and to get more
# libraries from PyPI.
BENCH_PACKAGES := gcc libc6-dev python3 python3-venv
ASSAY := .build/release/assay
BUILD := swift build --configuration release --static-swift-stdlib --product assay

# Installs the packages that are missing. What cannot be installed is no reason to stop: Assay reports it as
# unsupported, with the remedy.
define install
missing=""; \
for package in $(1); do \
  [[ "$$(dpkg-query -W -f '$${Status}' $$package 2>/dev/null || true)" == *" installed" ]] || missing+=" $$package"; \
done; \
if [[ -n "$$missing" ]]; then \
  if command -v apt-get >/dev/null; then \
    root=""; [[ "$$(id -u)" == 0 ]] || root="sudo"; \
    apt="$$root env DEBIAN_FRONTEND=noninteractive apt-get"; \
    $$apt install -y --no-install-recommends $$missing || \
      { $$apt update && $$apt install -y --no-install-recommends $$missing; } || \
      echo "Could not install$$missing: install them by hand. Going on without." >&2; \
  else \
    echo "This system has no apt. Install with its own package manager what Debian calls:$$missing" >&2; \
    echo "Going on without." >&2; \
  fi; \
fi
endef

.PHONY: deps build static rate test test-pytorch check-arm validate-data bench gpu-check fuzz lint format clean help

deps: ## install what is missing: GEMM libraries, Chart.js
	@command -v swift >/dev/null || { echo "A Swift 6.1 toolchain is needed: https://www.swift.org/install/" >&2; exit 1; }
	@$(call install,$(PACKAGES))

build: ## build the release command
	$(BUILD)

# The Swift runtime is in the command; the C library and the GEMM libraries stay the target's own. Packed with it are the
# GPU check and its plain loop, compiled, since such a machine often has no compiler, and the pages that a prover without a
# network needs.
DIST := .build/dist/assay-$(shell uname -m)
CUBLASLT_LOOP := -std=gnu11 -O2 -Wall -Wextra -Werror benchmarks/peers/cublaslt_loop.c
static: deps build ## pack the command, its data and the GPU check into .build/dist/, for a machine without Swift
	rm -rf $(DIST) && mkdir -p $(DIST)/share/assay
	if command -v strip >/dev/null; then strip -o $(DIST)/assay $(ASSAY); else cp $(ASSAY) $(DIST)/assay; fi
	cp -r chipdb rulebook trends workers $(DIST)/share/assay
	cp LICENSE README.md $(DIST)
	mkdir -p $(DIST)/docs && cp docs/air-gapped.md docs/bundle.md docs/challenge.md $(DIST)/docs
	mkdir -p $(DIST)/benchmarks/gpu $(DIST)/benchmarks/peers
	cp benchmarks/environment.py benchmarks/record.py $(DIST)/benchmarks
	cp benchmarks/gpu/check benchmarks/gpu/*.py $(DIST)/benchmarks/gpu
	cp benchmarks/peers/torch_matmul.py benchmarks/peers/cublaslt_loop.c $(DIST)/benchmarks/peers
	if command -v $(CC) >/dev/null; then $(CC) $(CUBLASLT_LOOP) -o $(DIST)/benchmarks/peers/cublaslt_loop -ldl -lm; else \
	  echo "No C compiler: benchmarks/peers/cublaslt_loop is not packed, and is left out where there is none either." >&2; fi
	tar -C $(dir $(DIST)) -czf $(DIST).tar.gz $(notdir $(DIST))
	cd $(dir $(DIST)) && sha256sum $(notdir $(DIST)).tar.gz > $(notdir $(DIST)).tar.gz.sha256
	@du -h $(DIST).tar.gz && cat $(DIST).tar.gz.sha256

rate: deps build ## rate this host; writes report.html and report.json
	$(ASSAY) rate --quick --html report.html --json report.json

test: deps ## build and pass every test
	swift build --build-tests
	swift test --skip-build --parallel
	@$(MAKE) --no-print-directory test-pytorch

# Debian's PyTorch, which knows no accelerator: the worker's arithmetic and its answers are the same on the processor.
PYTORCH_PYTHON := /usr/bin/python3
test-pytorch: ## check the PyTorch worker on the processor
	@$(call install,python3-torch)
	@if $(PYTORCH_PYTHON) -c "import torch" 2>/dev/null; then $(PYTORCH_PYTHON) Tests/PyTorchWorker/check.py; else \
	  echo "PyTorch cannot be imported by $(PYTORCH_PYTHON): workers/pytorch.py is NOT checked." >&2; fi

# Without any extension, with half precision and dot products, with SVE alone, and with all at 128 to 2048 bits.
ARM_CPUS := max cortex-a72 neoverse-n1 a64fx max,sve-max-vq=1 max,sve-max-vq=2 max,sve-max-vq=3 max,sve-default-vector-length=256
ARM_CHECK := -std=c11 -O2 -Wall -Wextra -Werror -static -pthread -ISources/CPeak/include \
	Sources/CPeak/*.c Tests/CPeakOnArm/check.c -o .build/arm/check

check-arm: ## run the AArch64 kernels, under an emulator if need be, and compare what they compute
	@mkdir -p .build/arm
ifeq ($(shell uname -m),aarch64)
	cc $(ARM_CHECK)
	.build/arm/check
else
	@$(call install,$(ARM_PACKAGES))
	aarch64-linux-gnu-gcc $(ARM_CHECK)
	for cpu in $(ARM_CPUS); do echo "== $$cpu"; qemu-aarch64 -cpu $$cpu .build/arm/check; done
endif

# The chip tables against their own datapackage.json and the rule files against their JSON Schema, by the validators of
# PyPI that others use; without PyPI it is said.
VALIDATORS := .build/data-venv/bin
validate-data: ## check the tables of chipdb/ and trends/ with Frictionless, the YAML files with check-jsonschema
	@$(call install,python3 python3-venv)
	@[[ -x $(VALIDATORS)/frictionless && -x $(VALIDATORS)/check-jsonschema ]] || { mkdir -p .build; \
	  python3 -m venv .build/data-venv \
	  && $(VALIDATORS)/pip install --quiet --disable-pip-version-check frictionless check-jsonschema; } \
	  || { rm -rf .build/data-venv; echo "the validators could not be installed from PyPI: not checked" >&2; }
	@[[ ! -x $(VALIDATORS)/frictionless ]] || $(VALIDATORS)/frictionless validate chipdb/datapackage.json
	@[[ ! -x $(VALIDATORS)/frictionless ]] || $(VALIDATORS)/frictionless validate trends/datapackage.json
	@[[ ! -x $(VALIDATORS)/check-jsonschema ]] || { cd rulebook; check=$(CURDIR)/$(VALIDATORS)/check-jsonschema; \
	  $$check --check-metaschema schema.json whatif.schema.json trace.schema.json countries/*.schema.json ledger/*.schema.json; \
	  $$check --schemafile schema.json *.yaml; \
	  $$check --schemafile whatif.schema.json ../examples/*.yaml; \
	  $$check --schemafile countries/countries.schema.json countries/countries.yaml; \
	  $$check --schemafile countries/groups.schema.json countries/groups.yaml; \
	  $$check --schemafile ledger/ledger.schema.json ledger/*.yaml; \
	  cd ../trends/scenarios; $$check --check-metaschema schema.json; $$check --schemafile schema.json *.yaml; }

bench: deps build ## efficiency against the bare instruction's ceiling, beside plain loops and a size sweep
	@$(call install,$(BENCH_PACKAGES))
	benchmarks/run

# Without Swift it takes what was unpacked here, or ASSAY=FILE; more options of benchmarks/gpu/check as GPU_CHECK=….
gpu-check: ## on a machine with a GPU: try every path, compare with PyTorch and cuBLASLt, write a record
	@[[ -x "$(ASSAY)" ]] || ! command -v swift >/dev/null || $(MAKE) --no-print-directory deps build
	@command -v python3 >/dev/null || { echo "The GPU check needs Python 3.9 or later: python3 is not found." >&2; exit 12; }
	@python3 benchmarks/gpu/check $(if $(wildcard $(ASSAY)),--assay "$(ASSAY)") $(GPU_CHECK)

# FUZZ_SECONDS, FUZZ_JOBS, FUZZ_TARGETS, FUZZ_SANITIZE: docs/fuzzing.md.
fuzz: ## let LLVM's fuzzer try every reader of foreign bytes for a bounded time
	@Tests/Fuzz/run

lint: deps ## check format and data; warnings of a fresh build are errors
	swift format lint --strict --recursive Package.swift Sources Tests benchmarks/rule-sweep
	rm -rf .build-lint && mkdir .build-lint
	swift build --build-tests --scratch-path .build-lint 2>&1 | tee .build-lint/log
	! grep -E "^$(CURDIR)/(Sources|Tests)/.*(warning|error):" .build-lint/log
	.build-lint/debug/assay chips lint
	.build-lint/debug/assay rules lint

format: ## format all Swift sources
	swift format --in-place --recursive Package.swift Sources Tests benchmarks/rule-sweep

clean: ## remove what was built and written
	rm -rf .build .build-lint .build-fuzz report.html report.json report.md

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

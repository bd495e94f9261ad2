# Builds, tests and shows bnus-replay. `make` alone lists the targets.
# DESTDIR and PREFIX say where `make install` puts things; TEST takes a filter for `make test`,
# BENCH options for `make bench`, LIVE options for `make live`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BENCH ?=
LIVE ?=
MINUTES ?= 30
SEED ?= 1
EXTENT ?= long
REPEAT ?=

release := .build/release/bnus-replay
release_flags := -c release --static-swift-stdlib --product bnus-replay
sources := Package.swift $(shell find Sources -type f)
root := $(DESTDIR)$(PREFIX)
# Decisions, values and formats, which need nothing but this machine: a minute after the build.
quick := ^(BinanceUSTests|IngestPlanTests|JSONViewTests|ProjectionsTests|SimulatedExchangeTests)\.

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

.PHONY: packages
packages: ## install the Debian packages that a build needs
	@scripts/install-packages.sh build

.PHONY: demo
demo: ## replay recorded runs under two schemas, then fetch from a simulated exchange
	@scripts/install-packages.sh build demo
	@SWIFT=$(SWIFT) scripts/build.sh --product bnus-replay
	@scripts/demo.sh .build/debug/bnus-replay
	@SWIFT=$(SWIFT) scripts/build.sh --product simulated-exchange
	@scripts/demo.sh .build/debug/bnus-replay .build/debug/simulated-exchange

.PHONY: build
build: packages $(release) ## build the program

$(release): $(sources)
	@SWIFT=$(SWIFT) scripts/build.sh $(release_flags)
	@touch $@

.PHONY: test
test: ## build and run every test, or those that match TEST=…
	@scripts/install-packages.sh build test
	@SWIFT=$(SWIFT) scripts/build.sh --build-tests
	@SWIFT=$(SWIFT) scripts/test.sh $(if $(TEST),'$(TEST)')

.PHONY: test-quick
test-quick: packages ## build and run the tests that need no other program and no network
	@SWIFT=$(SWIFT) scripts/build.sh --build-tests
	$(SWIFT) test --skip-build --filter '$(quick)'

.PHONY: check
check: ## format, then test
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests
	@$(MAKE) --no-print-directory test

.PHONY: docs
docs: ## write docs/tables.md, the manual page, the golden help and the README's picture anew
	@scripts/install-packages.sh build test
	BNUS_RECORD=1 $(SWIFT) test --filter 'GeneratedDocsTests|GoldenHelpTests'
	scripts/terminal.sh .build/debug/bnus-replay > docs/terminal.svg

.PHONY: fixtures
fixtures: packages ## record fixtures/*.jsonl and their golden tables anew
	$(SWIFT) run record-fixtures fixtures
	BNUS_RECORD=1 $(SWIFT) test --filter GoldenTableTests

.PHONY: golden
golden: packages ## record the golden tables of the fixtures anew
	BNUS_RECORD=1 $(SWIFT) test --filter GoldenTableTests

.PHONY: bench
bench: packages ## measure everything beside the alternatives, or BENCH='--only PART' (20 minutes)
	@$(MAKE) --no-print-directory $(release)
	Benchmarks/run.sh $(release) $(BENCH)

.PHONY: bench-serve
bench-serve: packages ## measure playback beside mitmproxy
	@$(MAKE) --no-print-directory $(release)
	Benchmarks/serve/run.sh $(release)

.PHONY: campaign
campaign: ## attack the program for MINUTES=30, drawing from SEED=1; REPEAT='NAME' runs one attempt
	@scripts/install-packages.sh build test
	$(SWIFT) build -c release --product bnus-replay
	$(SWIFT) build -c release --product simulated-exchange
	$(SWIFT) build -c release --product campaign
	BNUS_FUZZ=1 $(SWIFT) build -c release --scratch-path .build/fuzz --product fuzz \
	  -Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing -Xswiftc -use-ld=lld
	.build/release/campaign --minutes $(MINUTES) --seed $(SEED) --extent $(EXTENT) \
	  $(if $(REPEAT),--repeat '$(REPEAT)')

.PHONY: mutants
mutants: ## plant twelve faults in a copy, one at a time, and see the short campaign find each (an hour)
	@scripts/install-packages.sh build test
	python3 Tests/Campaign/mutants.py

.PHONY: live
live: packages ## compare the live exchange with the simulated one: a dozen public requests, no key
	@scripts/build.sh -c release --static-swift-stdlib --product simulated-exchange
	@scripts/live.sh .build/release/simulated-exchange $(LIVE)

.PHONY: install
install: $(release) ## install the program, completions and the manual page under PREFIX
	install -D -m 755 -s $(release) $(root)/bin/bnus-replay
	install -D -m 644 docs/man/bnus-replay.1 $(root)/share/man/man1/bnus-replay.1
	@scripts/install-completions.sh $(release) $(root)/share

.PHONY: clean
clean: ## remove what was built
	rm -rf .build build

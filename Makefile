# Every command of the project, by name. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Targets share one cargo target folder: running them side by side gains nothing.
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# A shell that was open while rustup installed does not know its folder yet.
export PATH := $(CURDIR)/out/tools/bin:$(HOME)/.cargo/bin:$(PATH)
# The pinned Rust under another name, where its own name is not installed.
SAME_RUST := $(shell scripts/toolchain.sh)
ifneq ($(SAME_RUST),)
export RUSTUP_TOOLCHAIN := $(SAME_RUST)
endif
TARGET := $(or $(CARGO_TARGET_DIR),target)

# One selection of packages and features for each profile, everywhere: another
# selection would build the dependencies a second time.
PROFILE ?= release
BUILD_release := --release --workspace --bins
BUILD_dev := --workspace --bins --tests
BIN = $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,release)

# CAMERA=0 tells the story with the person in front of that camera instead of
# photographs.
STORY_ARGS ?=
ifneq ($(CAMERA),)
STORY_ARGS += --camera $(CAMERA)
endif
# Labelled photographs for the evaluation, as FACES/PERSON/*.jpg.
FACES ?= ../shared/faces/lfw
# LOCKED=--locked fails where Cargo.lock would change; .ci/run sets it.
LOCKED ?=

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: story ## set up, build and tell the whole story (CAMERA=0: with your own face)

.PHONY: setup
setup: ## bring in what is missing: system packages, models, anvil, photographs
	@scripts/setup.sh

.PHONY: build
build: setup ## the mien command (PROFILE=release, the default, or dev)
	@cargo build $(LOCKED) $(BUILD_$(PROFILE))

.PHONY: story
story: build ## photographs in, a mined transaction out; needs no camera and no display
	@$(BIN)/story $(STORY_ARGS)

.PHONY: test
test: override PROFILE := dev
test: setup tools fmt-check spelling deny lint unit doctest rustdoc story eval-small tally ## everything that must hold before a change lands

.PHONY: tools
tools:
	@scripts/tools.sh

.PHONY: fmt
fmt: ## format the code
	cargo fmt --all

.PHONY: fmt-check
fmt-check:
	cargo fmt --all --check

.PHONY: spelling
spelling: tools ## misspelt words in code and text
	typos

.PHONY: deny
deny: tools ## licences, bans and origins of all dependencies
	cargo deny --log-level error check --hide-inclusion-graph licenses bans sources

.PHONY: lint
lint: ## clippy, with warnings as errors
	cargo clippy $(LOCKED) --workspace --all-targets -- -D warnings

# The binaries first: journeys start `mien` as a program of its own.
.PHONY: unit
unit: override PROFILE := dev
unit: tools build ## unit, property, vector and journey tests
	cargo nextest run $(LOCKED) --workspace

# The same selection of packages as above, so that nothing is built twice. As
# root none is skipped: they stop processes, read their memory and mount a disk.
.PHONY: journeys
journeys: override PROFILE := dev
journeys: tools build ## of these the journeys alone: the slowest, a few minutes
	cargo nextest run $(LOCKED) --workspace -E 'package(mien-journeys)'

.PHONY: doctest
doctest: ## the examples in the documentation
	cargo test $(LOCKED) --quiet --workspace --doc

.PHONY: rustdoc
rustdoc: export RUSTDOCFLAGS := -D warnings
rustdoc:
	cargo doc $(LOCKED) --quiet --workspace --no-deps

.PHONY: docs
docs: rustdoc ## the documentation of all crates, as HTML
	@echo "$(TARGET)/doc/mien_wallet/index.html"

.PHONY: eval-small
eval-small: build
	@scripts/eval-small.sh $(BIN) $(FACES)

# The last line of a test run: how many tests ran, and what was skipped and why.
# nextest keeps its reports in the workspace, whatever CARGO_TARGET_DIR says.
.PHONY: tally
tally:
	@scripts/tally.sh target/nextest/default/junit.xml

.PHONY: bench
bench: setup ## all benchmarks (criterion); docs/performance.md reports them
	cargo bench $(LOCKED) --workspace --benches

.PHONY: report
report: build ## accuracy and protection of the biometrics over FACES (hours)
	$(BIN)/mien-eval run --faces $(FACES) --out out/report
	$(BIN)/mien-eval choose --faces $(FACES) --out out/choose
	$(BIN)/mien-eval attack --faces $(FACES) --out out/attack
	$(BIN)/mien-eval groups --faces $(FACES) --out out/groups
	$(BIN)/mien-eval field --faces $(FACES) --out out/field
	$(BIN)/mien-eval find --faces $(FACES) --out out/find

.PHONY: clean
clean: ## remove everything that was built or fetched
	cargo clean
	rm -rf out models/node_modules tools/node_modules

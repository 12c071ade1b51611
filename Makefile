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
# A window that can be driven from outside is for the tests alone.
DRIVEN := --features mien-app/e2e
BUILD_release := --release --workspace --bins
BUILD_dev := --workspace --bins --tests $(DRIVEN)
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
run: $(if $(CAMERA),story,$(if $(DISPLAY)$(WAYLAND_DISPLAY),app,story)) ## set up, build, and open the window; without a display, tell the story

.PHONY: app
app: build ## open the window
	@$(BIN)/mien-app

.PHONY: setup
setup: ## bring in what is missing: system packages, models, anvil, photographs
	@scripts/setup.sh

# The window's pages: built again when something of them changed.
PAGES := ui/dist/index.html
$(PAGES): $(shell find ui/src ui/index.html ui/vite.config.ts ui/package-lock.json -type f 2>/dev/null) | setup
	@npm --prefix ui run --silent build -- --logLevel warn
	@touch $@

.PHONY: ui
ui: setup $(PAGES) ## the window's pages

.PHONY: build
build: setup $(PAGES) ## the command and the app (PROFILE=release, the default, or dev)
	@cargo build $(LOCKED) $(BUILD_$(PROFILE))

.PHONY: story
story: build ## photographs in, a mined transaction out; needs no camera and no display
	@$(BIN)/story $(STORY_ARGS)

.PHONY: test
test: override PROFILE := dev
test: test-setup tools fmt-check spelling deny mobile pages-test lint unit doctest rustdoc story window eval-small tally ## everything that must hold before a change lands

.PHONY: test-setup
test-setup:
	@scripts/setup.sh --tests

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

.PHONY: mobile
mobile: ## nothing that only a desktop has is pulled in for telephones
	@scripts/mobile.sh

.PHONY: lint
lint: $(PAGES) ## clippy, with warnings as errors
	cargo clippy $(LOCKED) --workspace --all-targets $(DRIVEN) -- -D warnings

.PHONY: pages-test
pages-test: ui ## types and screens of the window's pages
	npm --prefix ui run --silent fmt-check
	npm --prefix ui run --silent check
	npm --prefix ui run --silent test

.PHONY: window
window: override PROFILE := dev
window: test-setup build ## the app in its real window, on a display of its own
	@scripts/window.sh $(BIN)/mien-app --test ui/e2e/window.test.mjs

.PHONY: listen
listen: override PROFILE := dev
listen: test-setup build ## what a screen reader says in the first screens; needs orca, openbox and xdotool
	@scripts/window.sh $(BIN)/mien-app ui/e2e/listen.mjs

.PHONY: screenshots
screenshots: override PROFILE := dev
screenshots: test-setup build ## every screen of the real window, both themes, two sizes: out/screenshots
	@scripts/window.sh $(BIN)/mien-app ui/e2e/screenshots.mjs

.PHONY: measure
# The release build, driven: what is measured is what is installed.
measure: override BUILD_release += $(DRIVEN)
measure: test-setup build ## first paint, memory and frame rate of the window; on a quiet machine
	@scripts/window.sh $(BIN)/mien-app ui/e2e/measure.mjs

.PHONY: bindings
bindings: override PROFILE := dev
bindings: ui ## write the TypeScript types of the Rust ones anew
	MIEN_WRITE_BINDINGS=1 cargo test $(LOCKED) --quiet -p mien-app --test border the_types

.PHONY: bundle
bundle: bundle-setup build ## a Debian package and an AppImage: the command, the app and the models
	@LOCKED=$(LOCKED) scripts/bundle.sh $(BIN)

.PHONY: bundle-setup
bundle-setup:
	@scripts/setup.sh --bundle

# The binaries first: journeys start `mien` as a program of its own.
.PHONY: unit
unit: override PROFILE := dev
unit: tools build ## unit, property, vector and journey tests
	cargo nextest run $(LOCKED) --workspace $(DRIVEN)

# The same selection of packages as above, so that nothing is built twice. As
# root none is skipped: they stop processes, read their memory and mount a disk.
.PHONY: journeys
journeys: override PROFILE := dev
journeys: tools build ## of these the journeys alone: the slowest, a few minutes
	cargo nextest run $(LOCKED) --workspace $(DRIVEN) -E 'package(mien-journeys)'

.PHONY: doctest
doctest: ## the examples in the documentation
	cargo test $(LOCKED) --quiet --workspace --doc $(DRIVEN)

.PHONY: rustdoc
rustdoc: export RUSTDOCFLAGS := -D warnings
rustdoc:
	cargo doc $(LOCKED) --quiet --workspace --no-deps $(DRIVEN)

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
report: build ## accuracy and protection of the biometrics over FACES (twenty minutes of one core)
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

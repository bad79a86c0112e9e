# The two commands that a newcomer needs are `make run` and `make test`; `make help` lists the rest.
# On Debian and Ubuntu, what is missing is installed; elsewhere it is named.

SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := target/debug/quintet
END2END := end2end/node_modules/.package-lock.json
DATA ?= data

include style/site.mk

.PHONY: help run test dev release screens proof bench toolchain chromium faketime build lint unit licences kills journeys clean-data

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 20

run: build ## build everything and serve the demonstration on http://127.0.0.1:3000
	@echo "run: starting (stop with Ctrl-C)"
	@exec $(BIN) serve --demo --data $(DATA)

build: toolchain site
	@echo "build: the program (the first time this compiles the database engine: about 20 minutes on two cores)"
	@cargo build --workspace

toolchain:
	@command -v cargo >/dev/null || { echo "Install Rust first: https://rustup.rs" >&2; exit 1; }
	@command -v npm >/dev/null || { echo "Install Node.js 20 or newer first: https://nodejs.org" >&2; exit 1; }
	@command -v cc >/dev/null || { echo "Install a C compiler first (Debian: apt-get install build-essential)" >&2; exit 1; }
	@rustup target list --installed | grep -q wasm32-unknown-unknown || { echo "toolchain: adding the WebAssembly target"; rustup target add wasm32-unknown-unknown; }

dev: build ## rebuild and restart when a file changes
	@node end2end/dev.mjs

release: toolchain site ## the best build: target/release/quintet
	@cargo build --release --workspace

# ---------------------------------------------------------------------------------------------------------------
# Each part of the tests writes a line into target/summary; the last step prints them all and says whether any failed.

test: ## everything: format, lint, unit, licences, kills, journeys in a browser
	@mkdir -p target && : > target/summary
	@for part in toolchain site lint build unit licences kills journeys; do \
	  echo "== $$part"; start=$$(date +%s); \
	  if $(MAKE) --no-print-directory $$part; then word=passed; else word=FAILED; fi; \
	  echo "$$word $$part ($$(( $$(date +%s) - start )) s)" >> target/summary; \
	done; echo "== summary"; cat target/summary; \
	good=$$(grep -c ^passed target/summary); bad=$$(grep -c ^FAILED target/summary); \
	echo "$$good passed, $$bad failed"; [ "$$bad" = 0 ]

lint: toolchain
	@cargo fmt --all --check
	@cargo clippy --workspace --all-targets -- -D warnings
	@cargo clippy -p app --lib --target wasm32-unknown-unknown --no-default-features --features hydrate -- -D warnings

unit: site
	@command -v cargo-nextest >/dev/null || { echo "unit: installing cargo-nextest"; cargo install --locked cargo-nextest; }
	@cargo nextest run --workspace --no-fail-fast

licences:
	@command -v cargo-deny >/dev/null || { echo "licences: installing cargo-deny"; cargo install --debug --locked --quiet cargo-deny; }
	@cargo deny --log-level error check bans licenses sources

kills: ## kill a writing process ten times and look whether anything acknowledged is lost
	@cargo build --workspace --examples
	@target/debug/examples/engine_kills run surrealkv 10 8

proof: ## the long run of the same: 200 kills
	@cargo build --workspace --examples
	@target/debug/examples/engine_kills run surrealkv 200 8

bench: site ## measurements, in an optimised build; they print figures and fail nothing
	@cargo build --release --workspace --examples
	@for b in target/release/examples/*_bench; do echo "== $$b"; $$b || exit 1; done

chromium:
	@command -v chromium >/dev/null || { echo "chromium: installing (apt-get)"; \
	  (apt-get update && apt-get install -y --no-install-recommends chromium fonts-liberation) >/dev/null; }

faketime: # the journeys take place on days of 2027; a real database refuses to have its clock moved from within
	@command -v faketime >/dev/null || { echo "faketime: installing (apt-get)"; \
	  (apt-get update && apt-get install -y --no-install-recommends faketime) >/dev/null; }

$(END2END): end2end/package.json end2end/package-lock.json
	@echo "end2end: installing the test tools (npm ci)"
	@cd end2end && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

journeys: build chromium faketime $(END2END) ## the browser: whole cycle without and with JavaScript, axe, HTML validity
	@cd end2end && node run.mjs

screens: build chromium $(END2END) ## pictures of the main screens, into docs/screens
	@cd end2end && node screens.mjs

clean-data: ## throw the demonstration away, so that the next `make run` starts afresh
	rm -rf $(DATA)

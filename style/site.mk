# What browsers download: target/site/{app.css, favicon.svg, sw.js, pkg/{quintet.js, quintet.wasm, start.js}}.
# Included by the Makefile at the root; its paths are from there. Each step runs only when what it
# reads is newer than what it writes, says one line, and keeps quiet unless it fails.

SITE := target/site
SITE_CARGO_TARGET := $(or $(CARGO_TARGET_DIR),target)
STYLE_BIN := style/node_modules/.bin
STYLE_MODULES := style/node_modules/.package-lock.json
WASM_RAW := $(SITE_CARGO_TARGET)/wasm32-unknown-unknown/wasm-release/app.wasm

# The tool and the library must be of one version, and the lock file says which.
WASM_BINDGEN_VERSION := $(shell awk '/^name = "wasm-bindgen"$$/ {getline; gsub(/[^0-9.]/, ""); print}' Cargo.lock)
WASM_BINDGEN_STAMP := target/tools/wasm-bindgen-$(WASM_BINDGEN_VERSION)

# What the compiler emits and every browser of the last years knows; wasm-opt would use newer things too.
WASM_FEATURES := --enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-multivalue \
  --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext

# Only islands reach the browser. Pages and components are compiled out, so they are not named here.
WASM_SOURCES := app/src/lib.rs $(shell find app/src/islands -name '*.rs') app/Cargo.toml Cargo.toml Cargo.lock .cargo/config.toml rust-toolchain.toml

.PHONY: css wasm site

site: css wasm

css: $(SITE)/app.css $(SITE)/favicon.svg

wasm: $(SITE)/pkg/quintet.wasm $(SITE)/pkg/start.js $(SITE)/sw.js

$(STYLE_MODULES): style/package.json style/package-lock.json
	@echo "site: installing the style tools (npm ci)"
	@cd style && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@

# A stylesheet that names the typeface or the arms of GOV.UK, or fetches anything, is a fault.
$(SITE)/app.css: $(STYLE_MODULES) $(wildcard style/src/*.scss)
	@echo "site: stylesheet"
	@mkdir -p $(SITE)
	@$(STYLE_BIN)/sass --pkg-importer=node --no-source-map --style=compressed style/src/app.scss $@.new
	@if grep -qiE 'GDS Transport|govuk-crest|crown|url\(' $@.new; then \
	  echo "site: the stylesheet has GOV.UK's own marks, or an address in it" >&2; exit 1; fi
	@mv $@.new $@

$(SITE)/favicon.svg: style/static/favicon.svg
	@mkdir -p $(SITE)
	@cp $< $@

$(SITE)/pkg/start.js: style/static/start.js
	@mkdir -p $(SITE)/pkg
	@cp $< $@

$(SITE)/sw.js: style/static/sw.js
	@mkdir -p $(SITE)
	@cp $< $@

# Not --locked: the lock file inside that package names releases that have since been withdrawn.
$(WASM_BINDGEN_STAMP):
	@mkdir -p target/tools
	@if ! wasm-bindgen --version 2>/dev/null | grep -qxF "wasm-bindgen $(WASM_BINDGEN_VERSION)"; then \
	  echo "site: installing wasm-bindgen $(WASM_BINDGEN_VERSION) (cargo install, some minutes)"; \
	  cargo install --quiet --force wasm-bindgen-cli --version $(WASM_BINDGEN_VERSION) --bin wasm-bindgen; fi
	@touch $@

$(SITE)/pkg/quintet.wasm: $(WASM_SOURCES) $(WASM_BINDGEN_STAMP) $(STYLE_MODULES)
	@echo "site: WebAssembly of the islands"
	@cargo build --quiet -p app --lib --target wasm32-unknown-unknown --no-default-features --features hydrate --profile wasm-release
	@rm -rf target/site-pkg && mkdir -p target/site-pkg $(SITE)/pkg
	@wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
	  --out-dir target/site-pkg --out-name quintet $(WASM_RAW)
	@$(STYLE_BIN)/wasm-opt -Oz $(WASM_FEATURES) target/site-pkg/quintet_bg.wasm -o target/site-pkg/quintet.wasm
	@mv target/site-pkg/quintet.js $(SITE)/pkg/quintet.js
	@mv target/site-pkg/quintet.wasm $@
	@rm -rf target/site-pkg
	@echo "site: WebAssembly $$(gzip -9c $@ | wc -c) bytes gzipped"

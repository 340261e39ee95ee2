# Needs Go and, for capture through libpcap, a C compiler; .ci/cgo sees to
# libpcap's headers.

GOLANGCI_LINT_VERSION = v2.15.0
GOLANGCI_LINT = bin/tools/golangci-lint-$(GOLANGCI_LINT_VERSION)

# For the command line: make demo ARGS="tcp --clients 3", make fuzz FUZZTIME=5m,
# make install PREFIX=$HOME/.local (DESTDIR goes before it, for packagers).
PREFIX = /usr/local
DESTDIR =
ARGS =
TESTFLAGS =
PACKAGES = ./...
FUZZTIME = 30s
CORPUS = ../shared/corpus

# The answer of .ci/cgo, which the target cgo has asked.
CGO = CGO_ENABLED=$$(cat bin/.cgo)

# go build fails where git refuses to tell the commit, as it does in a checkout
# that another user owns; elsewhere `wireladder --version` names the commit.
BUILDVCS = $(shell git status --porcelain >/dev/null 2>&1 || echo -buildvcs=false)

.DEFAULT_GOAL := build
.PHONY: build demo test install uninstall release lint update fuzz gallery agree students browser drawn torture bench tools clean help cgo

build: cgo ## build bin/wireladder
	@$(CGO) go build -mod=readonly -trimpath $(BUILDVCS) -o bin/ ./cmd/wireladder
	@touch bin/wireladder # newer than its sources, though nothing has changed

demo: build ## draw a real UDP run beside a real TCP run (ARGS="tcp --clients 3")
	@bin/wireladder demo $(ARGS)

# Tests hold little memory. They start python3 hundreds of times: one that has nothing
# installed beside it starts at once, and is the same on every machine.
QUICKLY = GOGC=400 PATH="$(CURDIR)/bin/python/bin:$$PATH"

test: cgo bin/python ## run every test (TESTFLAGS="-race -timeout 20m", PACKAGES=./cmd/...)
	@$(CGO) $(QUICKLY) go test -p 3 -parallel 6 $(TESTFLAGS) $(PACKAGES)

bin/python:
	@python3 -m venv --without-pip $@ >/dev/null 2>&1 || mkdir -p $@ # none, or without venv

# What the program is built from. "make && sudo make install" builds nothing as root.
SOURCES = $(shell find capture cmd render servers go.mod go.sum -type f \
	! -name '*_test.go' ! -path '*/testdata/*')
bin/wireladder: $(SOURCES)
	@$(MAKE) --no-print-directory build

# The program writes its manual pages and completions itself; one that was built
# for another system has another do it.
OWN = if bin/wireladder version >/dev/null 2>&1; then bin/wireladder "$$@"; \
	else env -u GOOS -u GOARCH CGO_ENABLED=0 go run ./cmd/wireladder "$$@"; fi

SHARE = $(DESTDIR)$(PREFIX)/share
MAN = $(SHARE)/man/man1
BASH = $(SHARE)/bash-completion/completions
ZSH = $(SHARE)/zsh/site-functions
FISH = $(SHARE)/fish/vendor_completions.d

install: bin/wireladder ## install it, its man pages and completions (PREFIX=/usr/local, DESTDIR=)
	@set -e; own() { $(OWN); }; \
	work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	own __manual "$$work/man"; \
	for shell in bash zsh fish; do own completion $$shell >"$$work/$$shell"; done; \
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(MAN)" "$(BASH)" "$(ZSH)" "$(FISH)"; \
	install -m 755 bin/wireladder "$(DESTDIR)$(PREFIX)/bin/"; \
	install -m 644 "$$work"/man/*.1 "$(MAN)/"; \
	install -m 644 "$$work/bash" "$(BASH)/wireladder"; \
	install -m 644 "$$work/zsh" "$(ZSH)/_wireladder"; \
	install -m 644 "$$work/fish" "$(FISH)/wireladder.fish"

uninstall: ## remove what install has installed
	@rm -f "$(DESTDIR)$(PREFIX)/bin/wireladder" "$(MAN)"/wireladder.1 "$(MAN)"/wireladder-*.1 \
		"$(BASH)/wireladder" "$(ZSH)/_wireladder" "$(FISH)/wireladder.fish"

release: ## build static programs for Linux into bin/release: amd64 and arm64, without libpcap
	@mkdir -p bin/release
	@for arch in amd64 arm64; do \
		CGO_ENABLED=0 GOOS=linux GOARCH=$$arch go build -mod=readonly -trimpath $(BUILDVCS) -ldflags='-s -w' \
			-o bin/release/wireladder-linux-$$arch ./cmd/wireladder || exit 1; \
	done
	@cd bin/release && sha256sum wireladder-linux-amd64 wireladder-linux-arm64 >SHA256SUMS

lint: cgo tools ## check format, style, import directions and go.mod
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || \
		{ echo "not as gofmt writes it:" $$unformatted; exit 1; }
	@$(CGO) go vet ./...
	@$(CGO) $(GOLANGCI_LINT) run --allow-parallel-runners ./...
	@go mod tidy -diff

# Packages with goldens are those that define the flag -update, and those whose
# tests import such a one.
UPDATE_FLAG = flag\.Bool(Var)?\(.*"update"

update: cgo ## rewrite the golden files; review their diff as code
	@defining() { grep -rlE --include='*.go' "$$@" . | sed 's,/[^/]*$$,,' | sort -u; }; \
	own=$$(defining '$(UPDATE_FLAG)'); \
	lent=$$(for d in $$(defining --exclude='*_test.go' '$(UPDATE_FLAG)'); do \
		grep -rl --include='*_test.go' "\"wireladder$${d#.}\"" . | sed 's,/[^/]*$$,,'; done); \
	with=$$(printf '%s\n' $$own $$lent | sort -u); \
	test -z "$$with" || $(CGO) go test -count=1 -p 1 $$with -update # one by one: render keeps what layout and painters read

# go test fuzzes one target at a time. All are run, also after one has failed.
fuzz: cgo ## run every fuzz target in turn (FUZZTIME=30s for each)
	@export $(CGO); listed=$$(go test -list '^Fuzz' ./...) || { echo "$$listed"; exit 1; }; \
	echo "$$listed" | awk '/^Fuzz/ { names = names " " $$1 } \
		$$1 == "ok" { n = split(names, f, " "); for (i = 1; i <= n; i++) print f[i], $$2; names = "" }' | { \
	failed=0; while read -r target package; do \
		echo "$$package $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" </dev/null || failed=1; \
	done; exit $$failed; }

# What is drawn stands in the text beside the pictures: `wireladder demo NAME … -o NAME.svg`.
# GALLERY is for flags that all of them have.
GALLERY = --no-title

gallery: build ## draw the pictures of docs/gallery.md anew, each from a run of its own
	@cd docs/gallery && sed -n 's/^`wireladder \(demo .*\)`$$/\1/p' ../gallery.md | \
	while read -r command; do \
		"$(CURDIR)/bin/wireladder" $$command $(GALLERY) </dev/null || exit 1; \
	done

agree: build ## compare what is said of packets with tshark (CORPUS=../shared/corpus)
	@python3 $(CORPUS)/agree.py --bin bin/wireladder
	@$(CGO) go test -tags tshark -run Tshark ./capture/flow

students: build ## run the programs of students, and check what is found wrong with each (needs python3)
	@WIRELADDER="$(CURDIR)/bin/wireladder" $(CGO) go test -count=1 -tags students -run '^TestStudents$$' ./cmd

# What axe-core has to say of the page is asked where npm can fetch it; the test knows its sum.
AXE_VERSION = 4.14.1
AXE = bin/tools/axe-core-$(AXE_VERSION)/node_modules/axe-core/axe.min.js

browser: cgo ## drive the page of -o NAME.html in a headless Chromium (needs chromium; npm, for axe-core)
	@test -s $(AXE) || ! command -v npm >/dev/null || npm install --silent --ignore-scripts --no-save --no-audit --no-fund \
		--fetch-retries=1 --fetch-timeout=30000 --prefix bin/tools/axe-core-$(AXE_VERSION) axe-core@$(AXE_VERSION) >&2 || true
	@test -s $(AXE) || echo "npm has not fetched axe-core: the test of the page with it is left out" >&2
	@$(CGO) go vet -tags browser ./render/html
	@axe=$$(test ! -s $(AXE) || echo "$(CURDIR)/$(AXE)"); \
	AXE="$$axe" $(CGO) go test -count=1 -tags browser -run '^TestBrowser$$' ./render/html

# The folder in which npm has installed mermaid and jsdom.
MERMAID = ../mermaid

drawn: cgo ## have Mermaid and PlantUML draw what is written for them (MERMAID=../mermaid; needs node, plantuml)
	@$(CGO) go vet -tags drawn ./render/mermaid ./render/plantuml
	@MERMAID="$(abspath $(MERMAID))" $(CGO) go test -count=1 -tags drawn -run '^TestDrawn$$' ./render/mermaid ./render/plantuml

# What is done there is never to be done by the way: it takes minutes.
torture: build ## do to wireladder what machines do: full disks, kills, few descriptors
	@WIRELADDER="$(CURDIR)/bin/wireladder" go test -count=1 -timeout 30m -tags torture -run '^TestTorture$$' ./cmd

bench: cgo ## run every benchmark
	@$(CGO) go test -run '^$$' -bench . -benchmem ./...

tools: $(GOLANGCI_LINT) ## install what lint needs, into bin/tools

$(GOLANGCI_LINT):
	@echo "wireladder: installing golangci-lint $(GOLANGCI_LINT_VERSION) (once; it takes minutes)" >&2
	@mkdir -p bin/tools
	@CGO_ENABLED=0 GOBIN="$(CURDIR)/bin/tools" go install \
		github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION) \
		>bin/tools/install.log 2>&1 || { cat bin/tools/install.log; exit 1; }
	@mv bin/tools/golangci-lint $@

clean: ## remove what was built, but for bin/tools
	@rm -rf bin/wireladder bin/wireladder.exe bin/release bin/python bin/.cgo*

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Decides on cgo, once for each run of make.
cgo:
	@mkdir -p bin
	@.ci/cgo >bin/.cgo

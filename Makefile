# make demo   a scanned envelope becomes a checked claim, shown in the browser
# make test   everything that is checked before a change is kept
# make fuzz   every decoder and parser against anything, other inputs each time (make test takes the same each time); FUZZTIME=1m for each of them, ONLY='ocr/decode/FuzzFax' for one
# make bench  speed against the bare engine and OCRmyPDF, and what a second worker adds; BENCH='-count 2 -only photos' for a part
# make soak   two thousand pages through a server, with an eye on the memory of every process; PAGES=200 for fewer
# make samples  draws testdata/ again
# make eval   the score of the reader on the fixed corpus; make corpus draws that again
.PHONY: demo test fuzz bench soak build samples corpus eval setup-run setup-bench setup-test lint quick

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO ?= go

# latex: canvas calls a TeX program, of which nothing here makes use, instead of linking one: 65 packages
# and 18 MB less to build. libsqlite3: the SQLite of the distribution, instead of compiling one for a minute.
# nodynamic: photos in HEIC are decoded in WebAssembly, never by a native library.
export GOFLAGS := -tags=latex,libsqlite3,nodynamic $(GOFLAGS)

# One thread for each recognition: Tesseract's own threads cost two to three times the CPU.
export OMP_THREAD_LIMIT = 1

demo: build
	@bin/demo bin/pratica

# The compiler collects its garbage less often: a tenth less CPU, and 1 GB at most for the largest package.
build: setup-run
	@echo "Building pratica; the first time takes two minutes or so."
	@GOGC=400 $(GO) build -ldflags "-s -w -X main.version=$(VERSION)" -o bin/ ./cmd/pratica ./cmd/demo
	@bin/pratica doctor

test: setup-test lint quick
	$(GO) test -timeout 18m ./...
	@$(MAKE) --no-print-directory fuzz FUZZSEED=1

FUZZTIME ?= 2s
FUZZSEED ?= 0
ONLY ?= .
fuzz:
	$(GO) run ./cmd/fuzz -time $(FUZZTIME) -seed $(FUZZSEED) -only '$(ONLY)'

# Quick ones first, so that a slip shows within seconds.
quick:
	$(GO) test ./claim ./validate ./extract/forms ./cmd/setup

lint:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

bench: build setup-bench
	$(GO) run ./cmd/bench $(BENCH) bin/pratica

PAGES ?= 2000
soak: build setup-bench
	$(GO) run ./cmd/soak -pages $(PAGES) bin/pratica

samples:
	$(GO) run ./synth/internal/testdata testdata

# A corpus half drawn is none.
corpus: build
	@rm -rf data/corpus data/corpus.part
	@grep -v '^#' eval/corpus.txt | while read -r folder options; do bin/pratica corpus -o data/corpus.part/$$folder $$options || exit 1; done
	@mv data/corpus.part data/corpus
	@du -sh data/corpus

eval: build
	@[ -d data/corpus ] || $(MAKE) --no-print-directory corpus
	@bin/pratica eval --html data/eval data/corpus
	@echo; echo "Browse data/eval/index.html for the pictures."

setup-run:
	@GOGC=400 $(GO) run ./cmd/setup run

setup-bench:
	@$(GO) run ./cmd/setup bench

setup-test:
	@$(GO) run ./cmd/setup test

.DEFAULT_GOAL := help

.PHONY: help
help: ## explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## try it on the sample workspace
	go run ./cmd/rightdoor demo

.PHONY: build
build: ## build one static binary, bin/rightdoor
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o bin/rightdoor ./cmd/rightdoor

.PHONY: test
test: ## run every test
	go test ./...

.PHONY: check
check: ## run the whole gate, as CI does
	./.ci/run

.PHONY: golden
golden: ## write the golden files anew; read the difference before you commit it
	go test ./bot ./commands ./internal/targeting ./internal/importer -update

.PHONY: fuzz
fuzz: ## fuzz everything that parses, half a minute each
	./internal/bench/fuzz.sh 30s

.PHONY: bench
bench: ## measure, beside floors and peers (minutes; see internal/bench/RESULTS.md)
	./internal/bench/run.sh

.PHONY: soak
soak: ## let alerts through kills, failures, floods and changed clocks (half an hour)
	RIGHTDOOR_SOAK=60s RIGHTDOOR_CROSSINGS=1000 go test -count=1 -timeout 90m -v -run '^Test(Alert)?Soak' ./bot ./cmd/rightdoor

#!/usr/bin/env bash
# Runs every benchmark; RESULTS.md says what the figures mean.
set -euo pipefail
cd "$(dirname "$0")/../.."

rows=${RIGHTDOOR_BENCH_ROWS:-1000000}
accounts=${RIGHTDOOR_BENCH_ACCOUNTS:-1000000}
seconds=${RIGHTDOOR_BENCH_SECONDS:-10}

echo "== scoring"
go test ./internal/bench -run '^$' -bench 'Score|Explain|Seats' -benchmem -count 5

echo "== scoring beside cel-go and expr"
(cd internal/bench/peers && go test -run '^$' -bench Peers -benchmem -count 5)

echo "== import of $rows accounts beside a bare COPY"
RIGHTDOOR_BENCH_ROWS=$rows go test ./internal/bench -run '^$' -bench Import -benchtime 1x -count 3 -timeout 30m

echo "== /fit over signed HTTP with $accounts accounts, beside its floor"
RIGHTDOOR_BENCH_ACCOUNTS=$accounts RIGHTDOOR_BENCH_SECONDS=$seconds \
    go test ./internal/bench -run '^$' -bench FitHTTP -benchtime 1x -timeout 30m

echo "== whom to see where a thousand people are known, with $accounts accounts"
RIGHTDOOR_BENCH_ACCOUNTS=$accounts go test ./internal/bench -run '^$' -bench Committee -benchtime 200x -timeout 30m

echo "== from the start of the process to the first answer"
go test ./internal/bench -run '^$' -bench Start -benchtime 20x

echo "== reading"
go test ./internal/language ./internal/importer -run '^$' -bench . -benchmem

echo "== $rows accounts ranked anew, beside reading them and beside one UPDATE by hand; an import that is listened to"
RIGHTDOOR_BENCH_ROWS=$rows go test ./internal/bench -run '^$' -bench 'Rescore|ImportHeard' -benchtime 1x -timeout 60m

echo "== from a change to its post; /fit while $accounts accounts are ranked anew"
go test ./internal/bench -run '^$' -bench Post -benchtime 1x
RIGHTDOOR_BENCH_ACCOUNTS=$accounts RIGHTDOOR_BENCH_SECONDS=$seconds \
    go test ./internal/bench -run '^$' -bench FitRescoring -benchtime 1x -timeout 30m

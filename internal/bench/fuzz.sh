#!/usr/bin/env bash
# Fuzzes every target for a time each: fuzz.sh 30s
set -euo pipefail
cd "$(dirname "$0")/../.."

grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r package; do
    grep -h '^func Fuzz' "$package"/*_test.go | sed 's/func \(Fuzz[A-Za-z]*\).*/\1/' | while read -r target; do
        echo "== $package $target"
        go test "$package" -run '^$' -fuzz "^$target\$" -fuzztime "${1:-30s}" -fuzzminimizetime 10x
    done
done

#!/bin/sh
# Plays drills and fails if one does not reach its mark: see README.md beside this file.
# Usage: drill-in-ci.sh [SCENARIO…], all drills of the manual if none is named
set -eu
halt=${HALTCTL:-haltctl}
"$halt" runbook check
if [ "$#" -eq 0 ]; then
  list=$("$halt" drill --list --json)
  set -- $(printf '%s' "$list" | jq -r '.scenarios[].id')
fi
for scenario in "$@"; do
  "$halt" drill "$scenario" --auto --no-input
done

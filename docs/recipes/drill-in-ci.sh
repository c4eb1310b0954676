#!/bin/sh
# Plays drills and fails if one does not reach its mark: see README.md beside this file.
# Usage: drill-in-ci.sh [SCENARIO…], all drills of the manual if none is named
set -eu
halt=${HALTCTL:-haltctl}
"$halt" runbook check
[ "$#" -gt 0 ] || set -- $("$halt" drill --list --json | jq -r '.scenarios[].id')
for scenario in "$@"; do
  "$halt" drill "$scenario" --auto --no-input
done

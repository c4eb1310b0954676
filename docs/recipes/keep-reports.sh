#!/bin/sh
# Puts the reports of a halt and the bundle that proves its log into an object store: see README.md beside this file.
# Usage: STORE_URL=https://… keep-reports.sh INCIDENT
set -eu
halt=${HALTCTL:-haltctl}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for language in ja en; do
  "$halt" report -i "$1" --language "$language" --output "$folder/report.$language.md"
  "$halt" report -i "$1" --language "$language" --format html --output "$folder/report.$language.html"
done
"$halt" report -i "$1" --format json --output "$folder/report.json"
"$halt" verify -i "$1" --bundle "$folder/log.tar"
for file in "$folder"/*; do
  curl --silent --show-error --fail --max-time 300 --retry 3 --upload-file "$file" "$STORE_URL/$1/${file##*/}"
done

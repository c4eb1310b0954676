#!/bin/sh
# Opens an issue on GitHub for each follow-up of a halt that has none, and links it: see README.md beside this file.
# Usage: GITHUB_TOKEN=… GITHUB_REPOSITORY=owner/name file-follow-ups.sh INCIDENT
set -eu
halt=${HALTCTL:-haltctl}
"$halt" action list --json -i "$1" | jq -c '.actions[] | select(.state != "done" and .ref == null)' |
  while read -r action; do
    body=$(printf '%s' "$action" | jq --arg id "$1" '{
      title: .text,
      body: "Follow-up \(.id) of \($id).\nOwner: \(.owner // "nobody yet")\nDue: \(.due // "no date yet")"
    }')
    url=$(printf '%s' "$body" | curl --silent --show-error --fail --max-time 20 \
      --header "authorization: Bearer $GITHUB_TOKEN" --header 'accept: application/vnd.github+json' --data @- \
      "${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY/issues" | jq -r .html_url)
    "$halt" action change "$(printf '%s' "$action" | jq -r .id)" --ref "$url" -i "$1"
  done

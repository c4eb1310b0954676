#!/bin/sh
# Prints the messages of a Slack channel and its threads as an export has them, for notes-from.sh: see README.md beside
# this file.
# Usage: SLACK_TOKEN=… slack-messages.sh CHANNEL, which is its id
set -eu
oldest=$(jq -n --arg hours "${HOURS:-24}" 'now - ($hours | tonumber) * 3600 | floor')

# The token goes over a file descriptor, since every user of the machine can list the arguments of a program.
slack() {
  method=$1
  shift
  curl --silent --show-error --fail --max-time 60 --retry 3 --header @/dev/fd/3 --get "$@" \
    "${SLACK_API_URL:-https://slack.com/api}/$method" 3<<END | jq -ce 'if .ok then . else error("Slack: \(.error)") end'
authorization: Bearer $SLACK_TOKEN
END
}

# The messages of all pages, one a line.
messages() {
  cursor=
  while :; do
    page=$(slack "$@" --data limit=200 --data-urlencode "cursor=$cursor")
    printf '%s' "$page" | jq -c '.messages[]'
    cursor=$(printf '%s' "$page" | jq -r '.response_metadata.next_cursor // ""')
    [ -n "$cursor" ] || break
  done
}

channel=$(messages conversations.history --data "channel=$1" --data "oldest=$oldest")
threads=$(printf '%s' "$channel" | jq -r 'select(.reply_count > 0) | .ts' | while read -r ts; do
  messages conversations.replies --data "channel=$1" --data "ts=$ts"
done)
names=$(printf '%s\n%s' "$channel" "$threads" | jq -r '.user // empty' | sort -u | while read -r user; do
  slack users.info --data "user=$user" | jq -c '.user | { (.id): (.real_name // .name) }'
done)
printf '%s\n%s' "$channel" "$threads" | jq --slurp --argjson names "$(printf '%s' "$names" | jq --slurp 'add // {}')" '
  unique_by(.ts) | map(. + { user_profile: { real_name: ($names[.user // ""] // .username // .user) } })'

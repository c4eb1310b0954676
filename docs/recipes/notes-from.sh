#!/bin/sh
# Takes commits, deployments or the messages of a chat into the log of a halt, once each: see README.md beside this file.
# Usage: notes-from.sh INCIDENT git REPOSITORY… | slack FILE… | deployments OWNER/NAME…
set -eu
halt=${HALTCTL:-haltctl}
incident=$1
source=$2
shift 2
# From some hours before the halt until it was closed, in seconds since 1970.
status=$("$halt" status --json -i "$incident")
span=$(printf '%s' "$status" | jq -r --arg hours "${HOURS_BEFORE:-3}" '
  def seconds: capture("^(?<t>.{19})[.0-9]*(?<sign>[+-])(?<h>..):(?<m>..)$") |
    ("\(.t)Z" | fromdate) - ("\(.sign)1" | tonumber) * ((.h | tonumber) * 3600 + (.m | tonumber) * 60);
  "\((.startedAt // .declaredAt | seconds) - ($hours | tonumber) * 3600) \(if .closedAt then .closedAt | seconds else now | floor end)"')
from=${span% *}
until=${span#* }
# The token goes over a file descriptor, since every user of the machine can list the arguments of a program.
github() {
  curl --silent --show-error --fail --max-time 20 --header @/dev/fd/3 --header 'accept: application/vnd.github+json' "$@" 3<<END
authorization: Bearer $GITHUB_TOKEN
END
}
lines=$(for one; do
  case $source in
    git) git -C "$one" log --all --reverse --since="@$from" --until="@$until" --format="%cI commit %h in ${one##*/} (%an): %s" ;;
    slack) jq -r --arg mark "${REACTION:-}" --argjson from "$from" --argjson until "$until" '.[] |
      select(.type == "message" and .subtype == null and (.ts | tonumber | . >= $from and . <= $until)) |
      select($mark == "" or any(.reactions[]?; .name == $mark)) |
      "\(.ts | tonumber | floor | todate) chat, \(.user_profile.real_name // .user): \(.text | gsub("\\s+"; " "))"' "$one" ;;
    deployments) found=$(github "${GITHUB_API_URL:-https://api.github.com}/repos/$one/deployments?per_page=100")
      printf '%s' "$found" | jq -r --arg from "$from" --arg until "$until" --arg name "$one" 'reverse | .[] |
        select(.created_at | fromdate | . >= ($from | tonumber) and . <= ($until | tonumber)) |
        "\(.created_at) deployed \(.ref) of \($name) to \(.environment) (\(.creator.login))"' ;;
    *) echo "notes-from.sh: git, slack or deployments" >&2; exit 2 ;;
  esac
done)
[ -z "$lines" ] || printf '%s\n' "$lines" | "$halt" note --from - -i "$incident"

#!/bin/sh
# Keeps follow-ups and their tickets in a tracker in step, both ways: see README.md beside this file. For cron.
# Usage: follow-ups.sh github|gitlab|jira [INCIDENT], all halts if none is named
set -eu
halt=${HALTCTL:-haltctl}
incident=${2:-}

# The token goes over a file descriptor, since every user of the machine can list the arguments of a program.
call() {
  curl --silent --show-error --fail --max-time 20 --header @/dev/fd/3 --header 'content-type: application/json' "$@" 3<<END
authorization: $authorization
END
}

# For each tracker: the beginning of its addresses, and that of those of its tickets, since whoever can write to a log can name
# any ticket that the token can close; mine, the ticket that has a mark; create; then of a
# ticket, its state (open, completed, or what it was closed as), since when it is open again, and close.
case ${1:-} in
  github)
    site=${GITHUB_URL:-https://github.com}/
    own=$site$GITHUB_REPOSITORY/issues/
    authorization="Bearer $GITHUB_TOKEN"
    repositories=${GITHUB_API_URL:-https://api.github.com}/repos
    tickets=$repositories/$GITHUB_REPOSITORY/issues
    at() { echo "$repositories/${1#"$site"}"; }
    mine() {
      call "$tickets?state=all&per_page=100" | jq -r --arg mark "$1" 'map(select(.body // "" | contains($mark)))[0].html_url // ""'
    }
    create() { jq '{ title: .text, body }' | call --data @- "$tickets" | jq -r .html_url; }
    state() { call "$(at "$1")" | jq -r 'if .state == "open" then "open" else .state_reason // "completed" end'; }
    reopened() { call "$(at "$1")/events?per_page=100" | jq -r 'map(select(.event == "reopened"))[-1].created_at // ""'; }
    close() { call --request PATCH --data '{ "state": "closed", "state_reason": "completed" }' "$(at "$1")" >/dev/null; }
    ;;
  gitlab)
    site=${GITLAB_URL:-https://gitlab.com}/
    own=$site$GITLAB_PROJECT/-/
    authorization="Bearer $GITLAB_TOKEN"
    encoded() { printf '%s' "$1" | jq -sRr @uri; }
    tickets=${site}api/v4/projects/$(encoded "$GITLAB_PROJECT")/issues
    at() {
      path=${1#"$site"}
      echo "${site}api/v4/projects/$(encoded "${path%%/-/*}")/issues/${path##*/}"
    }
    mine() {
      call --get --data-urlencode "search=$1" --data in=description "$tickets" |
        jq -r --arg mark "$1" 'map(select(.description // "" | contains($mark)))[0].web_url // ""'
    }
    create() { jq '{ title: .text, description: .body, due_date: .day }' | call --data @- "$tickets" | jq -r .web_url; }
    state() {
      call "$(at "$1")" | jq -r 'if .state == "opened" then "open" elif .moved_to_id then "moved"
        elif ._links.closed_as_duplicate_of then "duplicate" else "completed" end'
    }
    reopened() {
      call "$(at "$1")/resource_state_events?per_page=100" | jq -r 'map(select(.state == "reopened"))[-1].created_at // ""'
    }
    close() { call --request PUT --data '{ "state_event": "close" }' "$(at "$1")" >/dev/null; }
    ;;
  jira)
    site=$JIRA_URL/browse/
    own=$site$JIRA_PROJECT-
    authorization="Basic $(printf '%s' "$JIRA_USER:$JIRA_TOKEN" | base64 | tr -d '\n')"
    api=$JIRA_URL/rest/api/2
    finished=${JIRA_DONE:-Done}
    at() { echo "$api/issue/${1#"$site"}"; }
    label() { printf '%s' "$1" | tr -c 'A-Za-z0-9\n' -; }
    mine() {
      call --get --data-urlencode "jql=labels = \"$(label "$1")\"" --data fields=labels "$api/search/jql" |
        jq -r --arg site "$site" '.issues[0].key // "" | if . == "" then . else $site + . end'
    }
    create() {
      jq --arg label "$(label "$mark")" --arg project "$JIRA_PROJECT" --arg type "${JIRA_TYPE:-Task}" '{ fields: {
        project: { key: $project }, issuetype: { name: $type }, labels: [$label], summary: .text, description: .body } }' |
        call --data @- "$api/issue" | jq -r --arg site "$site" '$site + .key'
    }
    state() {
      call "$(at "$1")?fields=status,resolution" | jq -r --arg finished "$finished" '.fields |
        if .status.statusCategory.key != "done" then "open"
        elif .status.name != $finished then .status.name
        elif (.resolution.name // "Done") | IN("Done", "Fixed", $finished) then "completed" else .resolution.name end'
    }
    reopened() { call "$(at "$1")?fields=statuscategorychangedate" | jq -r '.fields.statuscategorychangedate // ""'; }
    close() {
      call "$(at "$1")/transitions" |
        jq -e --arg finished "$finished" '{ transition: (.transitions | map(select(.to.name == $finished))[0] | { id } | select(.id)) }' |
        call --data @- "$(at "$1")/transitions"
    }
    ;;
  *)
    echo 'follow-ups.sh: github, gitlab or jira' >&2
    exit 2
    ;;
esac

field() { printf '%s' "$action" | jq -r --arg name "$1" '.[$name] // ""'; }

# Opens a ticket for a follow-up, unless an earlier run did and was killed before it could record its address.
open_ticket() {
  mark="Follow-up $id of $of."
  ref=$(mine "$mark") || return 1
  if [ -z "$ref" ]; then
    ref=$(printf '%s' "$action" | jq --arg mark "$mark" '{
      text, day: (.due // "" | .[:10] | select(. != "") // null),
      body: "\($mark)\nOwner: \(.ownerName // .owner // "nobody yet")\nDue: \(.due // "no date yet")" }' | create) || return 1
  fi
  case $ref in "$site"*) "$halt" action change "$id" --ref "$ref" -i "$of" </dev/null ;; *) return 1 ;; esac
}

# Whether the first of two times is later than the second, however their zones are written.
is_later() {
  jq -en --arg a "$1" --arg b "$2" 'def seconds: sub("Z$"; "+00:00") |
    capture("^(?<t>.{19})[.0-9]*(?<sign>[+-])(?<h>..):?(?<m>..)$") |
    ("\(.t)Z" | fromdate) - ("\(.sign)1" | tonumber) * ((.h | tonumber) * 3600 + (.m | tonumber) * 60);
    ($a | seconds) > ($b | seconds)' >/dev/null
}

# What was done last counts: closing a ticket, opening it again, or recording the follow-up as done.
agree() {
  state=$(state "$ref") || return 1
  case $state:$doneAt in
    :*) return 1 ;;
    open: | completed:?*) ;;
    completed:) "$halt" action done "$id" -i "$of" </dev/null ;;
    open:*)
      since=$(reopened "$ref") || return 1
      if [ -n "$since" ] && is_later "$since" "$doneAt"; then
        "$halt" undo "$doneEvent" --reason "$ref is open, and was changed after that" -i "$of" </dev/null
      else
        close "$ref" && echo "$ref closed: $id of $of is done"
      fi
      ;;
    *:) echo "$ref was closed as $state: $id of $of is not done" >&2 ;;
  esac
}

# Only who names a confidential halt has tickets opened for it. What was done a month ago is not looked up any more.
open=$("$halt" list --json | jq -c --arg named "$incident" '[.incidents[] |
  select(.incident == $named or .confidential == false) | .incident]')
if [ -n "$incident" ]; then set -- -i "$incident"; else set -- --all; fi
"$halt" action list --json "$@" | jq -c --arg own "$own" --argjson open "$open" '
  (now - 30 * 86400 | todate[:10]) as $recently | .actions[] |
  select((.drill or .unknown | not) and (.doneAt == null or .doneAt[:10] >= $recently)) |
  select(if .ref then (.ref | (.[:$own | length] | ascii_downcase) == ($own | ascii_downcase) and (.[$own | length:] | test("^((issues|work_items)/)?[0-9]+$"))) else .doneAt == null and (.incident | IN($open[])) end)' | {
  failed=0
  while read -r action; do
    id=$(field id) of=$(field incident) ref=$(field ref) doneAt=$(field doneAt) doneEvent=$(field doneEvent)
    if [ -z "$ref" ]; then step=open_ticket; else step=agree; fi
    $step || { echo "$id of $of: left for the next run" >&2 && failed=1; }
  done
  exit "$failed"
}

#!/bin/sh
# Puts the report of a halt where people comment on it, and prints its address: see README.md beside this file.
# Usage: publish-report.sh confluence|google-docs|notion INCIDENT
set -eu
halt=${HALTCTL:-haltctl}
template=${TEMPLATE:-$(dirname "$0")/report-page.html}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The token goes over a file descriptor, since every user of the machine can list the arguments of a program.
call() {
  curl --silent --show-error --fail --max-time 60 --header @/dev/fd/3 "$@" 3<<END
authorization: $authorization
END
}
# A report that cannot be made ends the run: a page must not be replaced by nothing.
report() {
  "$halt" report --quiet ${AUDIENCE:+--audience "$AUDIENCE"} --output "$folder/report" -i "$@"
}
# `latest` is another halt tomorrow, and must not replace the page of this one.
report "$2" --format json
id=$(jq -r .incident "$folder/report")
rm "$folder/report"
name="Post-incident report $id"
page() {
  report "$1" --no-annex --format html --template "$template"
  sed -e '/<style>/,/<\/style>/d' -e 's/<a href="#[^"]*">\([^<]*\)<\/a>/\1/g' "$folder/report" >"$folder/report.html"
}
# What people wrote into the page is not replaced without a word.
edited() {
  [ "${OVERWRITE:-}" = yes ] && return
  echo "publish-report.sh: $1 was edited by hand since; OVERWRITE=yes replaces that" >&2
  exit 1
}

case $1 in
  confluence)
    page "$id"
    authorization="Basic $(printf '%s' "$CONFLUENCE_USER:$CONFLUENCE_TOKEN" | base64 | tr -d '\n')"
    pages=$CONFLUENCE_URL/api/v2/pages
    found=$(call --get --data-urlencode "title=$name" --data-urlencode "space-id=$CONFLUENCE_SPACE" "$pages")
    by_hand=$(printf '%s' "$found" | jq -r '.results[0] // empty | select(.version.number > 1 and .version.message != "haltctl") | .id')
    [ -z "$by_hand" ] || edited "page $by_hand"
    jq --null-input --argjson found "$found" --arg space "$CONFLUENCE_SPACE" --arg name "$name" \
      --rawfile value "$folder/report.html" '
      { status: "current", title: $name, body: { representation: "storage", value: $value } } +
      ($found.results[0] | if . then { id, version: { number: (.version.number + 1), message: "haltctl" } } else { spaceId: $space } end)' \
      >"$folder/page.json"
    id=$(jq -r '.id // ""' "$folder/page.json")
    if [ -z "$id" ]; then set -- --request POST "$pages"; else set -- --request PUT "$pages/$id"; fi
    call --header 'content-type: application/json' --data "@$folder/page.json" "$@" | jq -r '"\(._links.base)\(._links.webui)"'
    ;;
  google-docs)
    page "$id"
    authorization="Bearer $GOOGLE_TOKEN"
    drive=${GOOGLE_API_URL:-https://www.googleapis.com}
    files=$(call --get "$drive/drive/v3/files" --data-urlencode 'fields=files(id,lastModifyingUser(me))' \
      --data-urlencode "q=appProperties has { key='halt' and value='$id' } and trashed = false")
    found=$(printf '%s' "$files" | jq -r '.files[0].id // ""')
    by_hand=$(printf '%s' "$files" | jq -r '.files[0] // empty | select(.lastModifyingUser.me == false) | .id')
    [ -z "$by_hand" ] || edited "document $by_hand"
    if [ -n "$found" ]; then
      call --request PATCH --header 'content-type: text/html; charset=UTF-8' \
        --data-binary "@$folder/report.html" "$drive/upload/drive/v3/files/$found?uploadType=media" >"$folder/answer"
    else
      jq --null-input --arg name "$name" --arg id "$id" --arg folder "${GOOGLE_FOLDER:-root}" '
        { name: $name, mimeType: "application/vnd.google-apps.document", parents: [$folder], appProperties: { halt: $id } }' \
        >"$folder/about.json"
      call --form "metadata=@$folder/about.json;type=application/json" \
        --form "file=@$folder/report.html;type=text/html" "$drive/upload/drive/v3/files?uploadType=multipart" >"$folder/answer"
    fi
    jq -r '"https://docs.google.com/document/d/\(.id)"' "$folder/answer"
    ;;
  notion)
    authorization="Bearer $NOTION_TOKEN"
    report "$id" --no-annex
    jq --raw-input --slurp --arg parent "$NOTION_PARENT" --arg name "$name" '
        { parent: { page_id: $parent }, properties: { title: { title: [{ text: { content: $name } }] } }, markdown: . }' \
      "$folder/report" |
      call --header 'content-type: application/json' \
        --header 'notion-version: 2025-09-03' --data @- "${NOTION_API_URL:-https://api.notion.com}/v1/pages" | jq -r .url
    ;;
  *)
    echo 'publish-report.sh: confluence, google-docs or notion' >&2
    exit 2
    ;;
esac

#!/bin/sh
# Asks everybody who took part in a halt, and has not looked back on it yet, to do so: see README.md beside this file.
# Usage: ask-participants.sh INCIDENT COMMAND [ARGUMENT]…, which gets an address as its last argument and the text to read
set -eu
halt=${HALTCTL:-haltctl}
incident=$1
shift

text() {
  link=
  [ -z "${INVITE:-}" ] || link=$("$halt" invite "$1" --act --expires "$INVITE" -i "$incident" </dev/null) || return
  case $2 in
    ja)
      printf '%sさん\n\n停止 %s の対応を振り返ってください。うまくいったこと、うまくいかなかったこと、運に助けられたこと、対応していて感じたことです。\n' \
        "$1" "$incident"
      printf '回答は、お名前とともに報告書に載ります。社外向けの報告書には載りません。\n\n'
      [ -z "$link" ] || printf 'ブラウザーで回答する（本人専用のリンクです。転送しないでください）:\n%s\n\n' "$link"
      printf '端末で回答する:\nhaltctl report --fill -i %s\n' "$incident"
      ;;
    *)
      printf '%s,\n\nplease look back on the halt %s: what went well, what went badly, where luck helped,\n' "$1" "$incident"
      printf 'and what responding was like. Your answers stand under your name in the report;\nreaders outside never see them.\n\n'
      [ -z "$link" ] || printf 'In a browser (this link is yours alone; please do not pass it on):\n%s\n\n' "$link"
      printf 'In a terminal:\nhaltctl report --fill -i %s\n' "$incident"
      ;;
  esac
}

# The people of the contact list who took part under any of their names, and whoever else did, who has no address. Names that
# the log has may have characters that act on a terminal.
report=$("$halt" report --format json --audience internal -i "$incident")
contacts=$("$halt" contacts --json -i "$incident")
jq -rn --argjson report "$report" --argjson contacts "$contacts" '
  [$report.factsByPerson[][].by] as $answered |
  [$contacts | .. | objects | select(has("reach") and has("id"))] as $known |
  [$report.people[] as $name | ($known | map(select([.id, .name.ja, .name.en] | index($name)))[0] // { id: $name }) + { as: $name }] |
  group_by(.id)[] | select(all(.[]; .as | IN($answered[]) | not)) | .[0] |
  [(.as | gsub("[\\p{Cc}\\p{Cf}]"; "?")), (.languages[0]? // "en"), ((.reach // [])[] | select(.by == "mail") | .to) // ""] | @tsv' |
  {
    failed=0
    while IFS="$(printf '\t')" read -r name language address; do
      if [ -z "$address" ]; then
        printf 'no mail address in contacts: %s\n' "$name" >&2
      elif words=$(text "$name" "$language") && printf '%s\n' "$words" | "$@" "$address"; then
        printf 'asked: %s\n' "$name"
      else
        failed=$?
        printf 'not asked: %s\n' "$name" >&2
      fi
    done
    exit "$failed"
  }

#!/bin/sh
# Posts to PAGER_URL what is overdue in any open halt: see README.md beside this file. For cron, once a minute.
set -u
overdue=$("${HALTCTL:-haltctl}" status --check 2>&1)
code=$?
# 0: nothing is overdue. 7: something is. Anything else: it could not be read, which somebody has to look at as well.
[ "$code" -eq 0 ] && exit 0
# The address goes over a file descriptor, since every user of the machine can list the arguments of a program.
jq -n --arg text "$overdue" --arg code "$code" '{ text: $text, exit: ($code | tonumber) }' |
  curl --silent --show-error --fail --max-time 20 --retry 3 --header 'content-type: application/json' \
    --data @- --config /dev/fd/3 3<<END
url = "$PAGER_URL"
END

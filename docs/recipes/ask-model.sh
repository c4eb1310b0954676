#!/bin/sh
# Has a model behind an address that speaks OpenAI's chat completions answer standard input: see README.md beside this file.
# Usage: MODEL_URL=https://… MODEL=… [MODEL_TOKEN=…] ask-model.sh
set -eu
# The token goes over a file descriptor, since every user of the machine can list the arguments of a program.
jq --raw-input --slurp --arg model "$MODEL" '{ model: $model, messages: [{ role: "user", content: . }] }' |
  curl --silent --show-error --fail --max-time 300 --header @/dev/fd/3 --header 'content-type: application/json' \
    --data @- "$MODEL_URL/chat/completions" 3<<END |
authorization: Bearer ${MODEL_TOKEN:-none}
END
  jq -er '.choices[0].message.content'

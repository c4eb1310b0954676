check() {
  export LC_ALL=C
  command -v sha256sum > /dev/null || sha256sum() { shasum -a 256; }
  other=$(find . ! -type d ! -type f)
  [ "$other" ] && echo "neither file nor folder, nothing was checked: $(printf %s "$other" | tr -c A-Za-z0-9._/- '?')" && return
  is_plain() { case $1 in *[!A-Za-z0-9._/-]*) return 1 ;; esac; [ -e "$1" ]; }
  signers=${SIGNERS:-signers} root=${ROOT:-/etc/ssl/certs/ca-certificates.crt} work=$(mktemp -d) incident= name=
  find . | sed -n '/[^A-Za-z0-9._/-]/s/^/strange name: /p'
  sed -e '/[[:space:],]cert-authority[[:space:],].*AAAA/b' -e '/^[[:space:]]*"[^"]*[*?]/d' -e '/^[[:space:]]*[*?]/d' \
    -e '/^[[:space:]]*[^"[:space:]][^[:space:]]*[*?]/d' "$signers" > "$work/signers"
  [ "$(echo *.jsonl)" = '*.jsonl' ] && echo "missing: *.jsonl"
  for log in *.jsonl; do
    is_plain "$log" || continue
    writer=${log%.jsonl} writer=${writer##*.} seq=0 prev=null name=${name:-${log%.*.jsonl}}
    [ "$log" = "$name.$writer.jsonl" ] || echo "strange name: $log"
    tr -d '\000' < "$log" | cmp -s - "$log" || echo "altered: $log"
    sed 's/\\\\//g' "$log" | grep -q '\\u00[2-7]' && echo "letters written as numbers: $log"
    while IFS= read -r line || [ "$line" ]; do
      seq=$((seq + 1)) body=${line%,\"hash\":\"*}
      hash=$(printf %s "$body" | sha256sum | cut -c 1-64)
      if [ $seq = 1 ]; then
        id=${line#*,\"incident\":\"} key=${line#*,\"key\":\"} incident=${incident:-${id%%\"*}}
        printf -- '-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n' "${key%%\"*}" > "$work/key"
      fi
      case ${#incident}$line in
        48*'"incident.started"'*)
          nonce=$(printf %.16s "$incident")
          [ "$incident" = "$nonce$(printf %s "$nonce:${key%%\"*}" | sha256sum | cut -c 1-32)" ] ||
            echo "not by the writer that declared the incident: $log, line $seq"
          ;;
      esac
      case $line in
        '{"v":'[12]",\"incident\":\"$incident\",\"writer\":\"$writer\",\"seq\":$seq,\"prev\":$prev,"*",\"hash\":\"$hash\"}") ;;
        *) echo "altered: $log, line $seq" ;;
      esac
      sig=${body##*,\"sig\":\"} prev=\"$hash\"
      printf %s "${body%,\"sig\":\"*}" > "$work/content"
      printf %s "${sig%\"}" | openssl base64 -d -A > "$work/sig"
      openssl pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/content" -sigfile "$work/sig" > "$work/out" ||
        echo "not signed: $log, line $seq"
      echo "$writer:$seq:$hash" >> "$work/lines"
    done < "$log"
  done
  for head in anchors/*.head; do
    is_plain "$head" || continue
    [ "$head" = "anchors/$(sha256sum < "$head" | cut -c 1-16).head" ] && [ -s "$head" ] &&
      cut -d : -f 1 "$head" | sort -cu || echo "altered: $head"
    cat "$head" >> "$work/seen"
    covered=$(cut -d : -f 1,2 "$head" | tr '\n' ' ')
    for sig in "$head".*.sig; do
      is_plain "$sig" || continue
      signer=$({
        ssh-keygen -Y find-principals -f "$work/signers" -s "$sig"
        sed -e '/^[[:space:]]*#/d' -e 's/^[[:space:]]*"\([^"]*\)".*/\1/' -e t -e 's/^[[:space:]]*\([^[:space:]]*\).*/\1/' \
          "$work/signers" | tr , '\n'
      } | grep -v '[*?]\|^!' | while IFS= read -r name; do
        ssh-keygen -Y verify -f "$work/signers" -I "$name" -n halt -s "$sig" < "$head" > "$work/out" && printf '%s\n' "$name" && break
      done)
      [ "$signer" ] && printf 'signed by %s: %s\n' "$signer" "$covered" || echo "not signed: $sig"
    done
    for token in "$head".*.tsr; do
      is_plain "$token" || continue
      time=$(openssl ts -reply -in "$token" -token_out | openssl ts -reply -token_in -in /dev/stdin -text |
        sed -n '/^Hash Algorithm: sha[235][158]/,$s/^Time stamp: //p')
      [ "$time" ] && openssl ts -reply -in "$token" -token_out | openssl pkcs7 -inform DER -print_certs |
        openssl ts -verify -data "$head" -in "$token" -untrusted /dev/stdin -CAfile "$root" \
          -attime "$(date -d "$time" +%s || date -juf '%b %e %T %Y GMT' "$time" +%s)" > "$work/out" &&
        echo "time-stamped $time: $covered" || echo "not time-stamped: $token"
    done
  done
  sed -n 's/^[^]]*\],"after":\[{"writer":"\([^]]*\)"}\],.*/\1/p' ./*.jsonl |
    sed 's/"},{"writer":"/ /g; s/","seq":/:/g; s/,"hash":"/:/g' | tr ' ' '\n' >> "$work/seen"
  sort -u "$work/seen" | grep -vxFf "$work/lines" | sed 's/^/missing: /'
  grep -ahv '^{"v":1,' ./*.jsonl | grep -aoE '"(runbook|settings)Digest":"[0-9a-f]{64}"' | sort -u |
    while IFS=\" read -r _ kind _ digest _; do
      file=${kind%Digest}.$digest.json
      [ "$(cat "$file" | sha256sum | cut -c 1-64)" = "$digest" ] || echo "missing or altered: $file"
    done
  rm -r "$work"
}
check 2> /dev/null | cat -v

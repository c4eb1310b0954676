#!/usr/bin/env bash
# Makes the Debian package `haltctl` of what `npm pack` takes, in the folder that is named, else here. It needs npm and
# dpkg-deb, no network and no rights. Two runs on one commit make the same bytes. The package has no program named `halt`,
# which on Debian powers the machine off.
set -euo pipefail

main() {
  local target
  target=$(realpath "${1:-.}")
  cd "$(dirname "$0")/.."
  umask 022
  export LC_ALL=C TZ=UTC
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || stat -c %Y package.json)}
  export SOURCE_DATE_EPOCH
  version=$(node -p "require('./package.json').version")-1
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  root=$stage/root

  program
  completion
  documentation
  man_pages
  control
  find "$root" -print0 | xargs -0r touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
  dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$target/haltctl_${version}_all.deb"
}

# Where the program finds what it reads: in one folder, as npm installs it.
program() {
  local packed here=$root/usr/share/haltctl
  packed=$(npm pack --silent --ignore-scripts --pack-destination "$stage")
  mkdir -p "$here" "$root/usr/bin"
  tar -xzf "$stage/$packed" -C "$here" --strip-components=1 --no-same-owner
  find "$here" -type f -exec chmod 644 {} +
  grep -rlZ '^#!/' "$here" --include='*.sh' --include=halt.js | xargs -0 chmod 755
  # Not the Node that happens to be first on a PATH.
  sed -i '1s|.*|#!/usr/bin/node|' "$here/bin/halt.js"
  ln -s ../share/haltctl/bin/halt.js "$root/usr/bin/haltctl"
}

# The scripts that `haltctl completion` prints, for this one name.
completion() {
  local share=$root/usr/share
  completion_of bash "$share/bash-completion/completions/haltctl"
  completion_of zsh "$share/zsh/vendor-completions/_haltctl"
  completion_of fish "$share/fish/vendor_completions.d/haltctl.fish"
}

completion_of() {
  mkdir -p "$(dirname "$2")"
  sed -e 's|@program@|/usr/bin/node /usr/share/haltctl/bin/halt.js|' -e '/^#\( \|$\)/!s/\bhalt haltctl\b/haltctl/' \
    -e 's/^#compdef halt haltctl$/#compdef haltctl/' "$root/usr/share/haltctl/completion/halt.$1" > "$2"
  if grep -q 'halt haltctl' "$2"; then
    echo "completion for $1 still names halt" >&2
    exit 1
  fi
}

# Pages that the program needs must not be below /usr/share/doc, which some systems leave out.
documentation() {
  local here=$root/usr/share/doc/haltctl share=$root/usr/share/haltctl page
  mkdir -p "$here"
  for page in docs README.md CONTRIBUTING.md SECURITY.md; do ln -s "../../haltctl/$page" "$here/$page"; done
  gzip -9n < "$share/CHANGELOG.md" > "$here/changelog.gz"
  {
    printf 'haltctl (%s) unstable; urgency=medium\n\n  * See changelog.gz.\n\n' "$version"
    printf ' -- %s  %s\n' "$(maintainer)" "$(date -Rd "@$SOURCE_DATE_EPOCH")"
  } | gzip -9n > "$here/changelog.Debian.gz"
  {
    printf 'halt-runbook\n\n'
    cat "$share/LICENSE"
    printf '\n%s\n\n' "$(printf -- '-%.0s' {1..80})"
    without_apache_license < "$share/dist/THIRD-PARTY-NOTICES.txt"
  } > "$here/copyright"
}

# Debian's policy wants a reference to its own copy of that licence.
without_apache_license() {
  awk '
    /^ +Apache License$/ { skip = 1; print "On Debian systems the license is in /usr/share/common-licenses/Apache-2.0.\n" }
    /^-+$/ { skip = 0 }
    !skip
  '
}

# As far as the build has made them: man/man1, man/ja/man1 and so on.
man_pages() {
  local page
  [[ -d man ]] || return 0
  while IFS= read -r page; do
    mkdir -p "$root/usr/share/$(dirname "$page")"
    gzip -9n < "$page" > "$root/usr/share/$page.gz"
  done < <(find man -path '*/man[1-8]/haltctl*.[1-8]' -type f | sort)
}

control() {
  local size
  size=$(find "$root" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib + 0 }')
  mkdir "$root/DEBIAN"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0r md5sum) > "$root/DEBIAN/md5sums"
  cat > "$root/DEBIAN/control" << EOF
Package: haltctl
Version: $version
Architecture: all
Maintainer: $(maintainer)
Installed-Size: $size
Depends: nodejs (>= 20.12)
Suggests: chromium, less, man-db, openssh-client, openssl
Section: admin
Priority: optional
Description: incident runbooks for trading halts
 When trading on an exchange stops, haltctl guides the on-call engineer through
 the operations manual: first look, notices to customers, the hours during the
 halt, resumption and follow-up. It keeps every answer in a log that is
 evidence, in Japanese and English, and writes the post-incident report.
 .
 It prints reports as PDF with chromium, signs heads of logs with
 openssh-client, and has them time-stamped with openssl.
EOF
  chmod 644 "$root/DEBIAN"/*
}

# Whoever builds it, by the variables that Debian's tools use.
maintainer() {
  printf '%s <%s>' "${DEBFULLNAME:-the halt authors}" "${DEBEMAIL:-halt@halt.invalid}"
}

main "$@"

#!/usr/bin/env bash
# Makes an OCI image of the Debian package in the folder that is named, else in ./haltctl-oci: a layout with one image, tagged
# with the version. It needs root, mmdebstrap, umoci and what package-deb.sh needs, and takes Debian 13 from the sources of
# apt that this machine has; with a second argument, from an archive of a Debian that has Node. In a layout that exists, the
# image of the same version is replaced, and others stay.
set -euo pipefail

main() {
  local target bundle root image version
  target=$(realpath -m "${1:-haltctl-oci}")
  base=${2:+$(realpath "$2")}
  cd "$(dirname "$0")/.."
  version=$(node -p "require('./package.json').version")
  image=$target:$version
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  bundle=$stage/bundle root=$stage/bundle/rootfs

  build/package-deb.sh "$stage" > /dev/null
  [[ -e $target/oci-layout ]] || umoci init --layout "$target"
  umoci new --image "$image"
  umoci unpack --image "$image" "$bundle"
  if [[ $base ]]; then tar -xpf "$base" -C "$root" --numeric-owner; else minimal_debian "$root"; fi
  install_in "$root" "$stage"/haltctl_*.deb
  umoci repack --image "$image" "$bundle"
  # Nothing runs as root. What must outlive a container is in the two volumes.
  umoci config --image "$image" --config.entrypoint haltctl --config.user halt --config.workingdir /halt \
    --config.volume /halt --config.volume /state --config.env HALT_DIR=/halt --config.env XDG_STATE_HOME=/state \
    --config.env HOME=/home/halt --config.env LANG=C.UTF-8 --config.env PATH=/usr/bin:/bin
  umoci gc --layout "$target"
  # An engine without root reads it too.
  chmod -R u=rwX,go=rX "$target"
}

# Without pages that nobody reads in a container; those of the program are elsewhere.
minimal_debian() {
  local sources
  mapfile -t sources < <(grep -L '\bfile:' /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2> /dev/null)
  mmdebstrap --quiet --variant=minbase --include=nodejs --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' --format=tar trixie - "${sources[@]}" |
    tar -xpf - -C "$1" --numeric-owner
}

install_in() {
  cp "$2" "$1/tmp/haltctl.deb"
  chroot "$1" sh -euc '
    PATH=/usr/sbin:/usr/bin:/sbin:/bin
    dpkg --install /tmp/haltctl.deb
    rm /tmp/haltctl.deb
    useradd --uid 1000 --create-home --shell /usr/sbin/nologin halt
    install --directory --owner=halt --group=halt --mode=700 /halt /state
  ' > /dev/null
  # Each container is a machine of its own, by its host name.
  : > "$1/etc/machine-id"
}

main "$@"

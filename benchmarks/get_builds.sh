#!/bin/bash
# Downloads every build of the packages in builds.txt that Debian's suites carry, for each of ARCHITECTURES, with an apt
# state of its own for each (the system's apt is not touched, its Debian mirror is used). The benchmark
# patch_presence.py reads what it leaves. BUILDS_DIR: a folder with 6 GB of room.
set -euo pipefail
: "${BUILDS_DIR:?set it to a folder}"
: "${ARCHITECTURES:=amd64 arm64 armel armhf i386 mipsel mips64el ppc64el s390x}"
here=$(cd "$(dirname "$0")" && pwd)
main=$(apt-get indextargets --format '$(SITE)' | grep -E '/debian/?$' | sort -u | head -n 1)
security=$(apt-get indextargets --format '$(SITE)' | grep -E '/debian-security/?$' | sort -u | head -n 1)
keys=/usr/share/keyrings/debian-archive-keyring.gpg
for arch in $ARCHITECTURES; do
  state=$BUILDS_DIR/apt-$arch
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$BUILDS_DIR/debs"
  touch "$state/status"
  for suite in bullseye bookworm bookworm-backports bookworm-proposed-updates trixie trixie-backports forky sid experimental; do
    echo "deb [arch=$arch signed-by=$keys] $main $suite main"
  done > "$state/sources.list"
  for suite in bullseye-security bookworm-security trixie-security; do
    echo "deb [arch=$arch signed-by=$keys] $security $suite main"
  done >> "$state/sources.list"
  options=(-oAPT::Architecture="$arch" -oAPT::Architectures="$arch" -oDir::State="$state" -oDir::State::Lists="$state/lists"
    -oDir::State::status="$state/status" -oDir::Cache="$state/cache" -oDir::Etc::SourceList="$state/sources.list"
    -oDir::Etc::SourceParts=/dev/null -oAPT::Sandbox::User=root -oAcquire::Languages=none
    -oAcquire::Check-Valid-Until=false -oAcquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false)
  apt-get "${options[@]}" -q update || true # a suite may lack the architecture
  mapfile -t packages < "${PACKAGES:-$here/builds.txt}"
  # every version that a suite carries, as apt-get names them: one call, since each reads all lists anew
  apt-cache "${options[@]}" madison "${packages[@]}" |
    awk -F'|' '/Packages/ {gsub(/ /, ""); split($0, f, "|"); print f[1] "=" f[2]}' | sort -u > "$state/wanted"
  (cd "$BUILDS_DIR/debs" && xargs -r apt-get "${options[@]}" -q download < "$state/wanted") || true # a mirror may name what it no longer has
done

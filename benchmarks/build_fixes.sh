#!/bin/bash
# Builds what no suite of Debian carries any more: pppd without the fix of CVE-2020-8597 and dropbear without the fix of
# CVE-2023-48795, each beside the same program with the fix, for four architectures. patch_presence.py judges what it
# leaves in BUILDS_DIR/own. Needs gcc, libcrypt-dev, patch and Debian's gcc-{aarch64-linux-gnu,arm-linux-gnueabihf,
# mipsel-linux-gnu}; get_builds.sh names the mirror's packages, this takes the sources of the same mirror.
set -euo pipefail
: "${BUILDS_DIR:?set it to a folder}"
main=$(apt-get indextargets --format '$(SITE)' | grep -E '/debian/?$' | sort -u | head -n 1)
state=$BUILDS_DIR/apt-source
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$BUILDS_DIR/sources" "$BUILDS_DIR/own"
touch "$state/status"
for suite in bullseye bookworm; do
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $main $suite main"
done > "$state/sources.list"
options=(-oDir::State="$state" -oDir::State::Lists="$state/lists" -oDir::State::status="$state/status" -oDir::Cache="$state/cache"
  -oDir::Etc::SourceList="$state/sources.list" -oDir::Etc::SourceParts=/dev/null -oAPT::Sandbox::User=root
  -oAcquire::Languages=none -oAcquire::Check-Valid-Until=false)
apt-get "${options[@]}" -q update
cd "$BUILDS_DIR/sources"
apt-get "${options[@]}" -q --download-only source ppp=2.4.9-1+1.1 dropbear/bookworm

lay() { # TEST STATE ARCHITECTURE VARIANT PROGRAM...: keep programs of one build
  local to=$BUILDS_DIR/own/$1/$2_$3_$4/usr/sbin
  mkdir -p "$to"
  cp "${@:5}" "$to"
}
architectures="x86_64-linux-gnu aarch64-linux-gnu arm-linux-gnueabihf mipsel-linux-gnu"
for architecture in $architectures; do
  for state in patched unpatched; do
    for level in O2 Os; do
      tree=$(mktemp -d)
      tar -xf ppp_2.4.9.orig.tar.gz -C "$tree" --strip-components=1
      if [ $state = unpatched ]; then
        sed -i 's/if (len - vallen >= sizeof (rhostname))/if (vallen >= len + sizeof (rhostname))/' "$tree/pppd/eap.c"
      fi
      # without MSCHAPv2, which versions before the fix did not have in EAP; the foreign architectures lack libraries,
      # and nothing is run, so what they would give may stay unresolved
      (cd "$tree" && ./configure && make -C pppd pppd CC=$architecture-gcc COPTS="-$level -w -fPIE -D_GNU_SOURCE" CHAPMS= \
        MSLANMAN= MPPE= USE_EAPTLS= FILTER= USE_TDB= HAVE_MULTILINK= LIBS= \
        LDFLAGS="-pie -Wl,-E -Wl,--unresolved-symbols=ignore-all") > "$tree/log" 2>&1
      lay pppd_2020_8597 $state $architecture $level "$tree/pppd/pppd"
      rm -rf "$tree"
    done
  done
done
for architecture in $architectures; do
  tree=$(mktemp -d)
  tar -xf dropbear_2022.83.orig.tar.bz2 -C "$tree" --strip-components=1
  echo "#define DROPBEAR_SVR_PASSWORD_AUTH 0" > "$tree/localoptions.h"
  for state in unpatched patched; do
    if [ $state = patched ]; then
      tar -xOf dropbear_2022.83-*.debian.tar.xz debian/patches/CVE-2023-48795.patch | patch -p1 -d "$tree"
    else
      (cd "$tree" && ./configure --host=$architecture CC=$architecture-gcc --disable-zlib --enable-bundled-libtom) > "$tree/log" 2>&1
    fi
    make -C "$tree" PROGRAMS="dropbear dbclient" > "$tree/log" 2>&1
    lay dropbear_2023_48795 $state $architecture O2 "$tree/dropbear" "$tree/dbclient"
  done
  rm -rf "$tree"
done

# Installs the Debian packages that the build and the tests need, those only that are missing. For `. tests/packages.sh`, then:
# need_packages [more packages of the caller]. Elsewhere than on Debian and its kin it says nothing, and cmake tells what it misses.

need_packages() {
    command -v dpkg-query >/dev/null || return 0
    set -- g++ cmake ninja-build pkg-config python3 scdoc binutils \
        libarchive-dev libcmocka-dev libcsv-dev liblmdb-dev libsimdjson-dev libuchardet-dev libutf8proc-dev libxml2-dev libxxhash-dev zlib1g-dev "$@"
    missing=
    for package; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing$missing"
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    packages_log=$(mktemp)
    # shellcheck disable=SC2086 # words
    if $as_root apt-get update >"$packages_log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >>"$packages_log" 2>&1; then
        rm -f "$packages_log"
    else
        tail -20 "$packages_log" >&2
        rm -f "$packages_log"
        return 1
    fi
}

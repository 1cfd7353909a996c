# Part of ./dev: what it says, and what it asks of the machine before it changes anything.

say() { printf 'dev: %s\n' "$*" >&2; }

# Ends with what is wrong and what to do, a line each. Exit codes are those of itwc: 6 is the
# environment, 2 the command line.
stop() { complain "$@"; exit 6; }
misuse() { complain "$@"; exit 2; }
complain() {
  printf 'dev: error: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '     %s\n' "$line" >&2; done
}

# Rewrites one line on a terminal; elsewhere prints a line at the start and every few seconds.
progress() { # TEXT DONE TOTAL
  local percent=$((100 * $2 / ($3 > 0 ? $3 : 1)))
  if [ -t 2 ]; then
    printf '\r\033[Kdev: %s %d %%' "$1" "$percent" >&2
    [ "$percent" -lt 100 ] || printf '\n' >&2
  elif [ "$SECONDS" -ge "${progress_next:-0}" ]; then
    progress_next=$((SECONDS + 10))
    printf 'dev: %s %d %%\n' "$1" "$percent" >&2
  fi
}

check_system() {
  local machine system
  machine=$(uname -m)
  [ "$machine" = x86_64 ] || stop "this machine is $machine; itw is built for x86_64 only" \
    "run it on an x86_64 machine (the pinned LibTorch is an x86_64 build)"
  system=$(. /etc/os-release 2>/dev/null && echo "${ID:-}-${VERSION_ID:-}" || true)
  [ "$system" = debian-12 ] || [ -n "${ITW_ANY_SYSTEM:-}" ] ||
    stop "this system is ${system:-unknown}; itw is built and tested on Debian 12" \
      "use Debian 12 (a container will do), or set ITW_ANY_SYSTEM=1 to try here: then install" \
      "what \`dependencies\` lists as debian yourself, under the names of your distribution"
}

# The free megabytes where a folder is or will be.
free_megabytes() {
  local folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  df --output=avail -m "$folder" | tail -n 1 | tr -d ' '
}

# Fails where less is free than is asked for. Needs on one file system add up.
check_disk() { # FOLDER MEGABYTES [FOLDER MEGABYTES]
  local -A asked=() where=()
  local folder device
  while [ $# -gt 0 ]; do
    folder=$1
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    device=$(df --output=target "$folder" | tail -n 1)
    asked[$device]=$((${asked[$device]:-0} + $2))
    where[$device]=$folder
    shift 2
  done
  for device in "${!asked[@]}"; do
    local free
    free=$(free_megabytes "${where[$device]}")
    [ "$free" -ge "${asked[$device]}" ] ||
      stop "too little disk: ${asked[$device]} MB are needed below ${where[$device]}, $free MB are free" \
        "free some space, or put the checkout where there is more"
  done
}

# Sets `as_root` to what must stand before a command that installs packages.
find_root() {
  as_root=()
  if [ "$(id -u)" -eq 0 ]; then return 0; fi
  command -v sudo >/dev/null || return 1
  if sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  elif [ -t 0 ] && [ -t 2 ]; then
    say "sudo may ask for your password to install packages"
    as_root=(sudo)
  else
    return 1
  fi
}

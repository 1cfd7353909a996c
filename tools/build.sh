# Part of ./dev: the one build tree, and what ./dev can say about itself.

# Makes the build tree, and again when what it was made from has come or gone.
configure() {
  local made_from
  made_from="${ITW_LIBTORCH:-} $(cat "$deps"/stamps/* 2>/dev/null | cksum)"
  if [ -e "$build/build.ninja" ] && [ "$(cat "$build/.made_from" 2>/dev/null)" = "$made_from" ]; then
    return 0
  fi
  say "preparing the build tree"
  mkdir -p "$build" || stop "$build cannot be written"
  (cd "$root" && cmake --preset release "-DITW_LIBTORCH=${ITW_LIBTORCH:-$deps/libtorch}") \
    >"$build/configure.log" 2>&1 || {
    tail -n 20 "$build/configure.log" >&2
    stop "CMake cannot prepare the build tree (build/configure.log)" "./dev doctor says what is missing"
  }
  printf '%s\n' "$made_from" >"$build/.made_from"
}

# As many compilers as there are cores and 1.5 GB of memory for each.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo 1)
  [ "${memory:-0}" -ge 1 ] || memory=1
  echo $((memory < cores ? memory : cores))
}

# Runs ninja with its steps as progress; what compilers say passes through.
run_ninja() { # TARGET...
  local line count
  ninja -C "$build" -j "$(jobs)" "$@" 2>&1 | {
    while IFS= read -r line; do
      if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
        count="${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
        progress "building, step $count:" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
      elif [[ $line != "ninja: Entering directory"* && $line != "ninja: no work to do." ]]; then
        printf '%s\n' "$line" >&2
      fi
    done
  } || stop "the build failed" "what the compiler said is above"
}

build_programs() {
  configure
  run_ninja programs
}

build_all() {
  configure
  run_ninja
}

doctor() {
  local group name version hash bad=0
  check_system
  say "system: $(. /etc/os-release && echo "$PRETTY_NAME"), $(uname -m), $(nproc) cores"
  say "disk: $(free_megabytes "$root") MB free below $root"
  for group in build test fmt bench; do
    find_missing "$group"
    if [ -z "${missing_packages[*]}${missing_wheels[*]}$bench_is_missing" ]; then
      say "$group: everything is here"
    else
      say "$group: missing ${missing_packages[*]} ${missing_wheels[*]}${bench_is_missing:+ PyTorch in .deps/bench}"
      rm -f "$deps/stamps/$group"
      [ "$group" = bench ] || bad=1
    fi
  done
  say "LibTorch: ${ITW_LIBTORCH:-$deps/libtorch}"
  if [ -e /dev/nvidia0 ]; then say "graphics card: yes"; else say "graphics card: none, tests labelled gpu are absent"; fi
  if [ -x "$build/bin/itwc" ]; then say "programs: $build/bin"; else say "programs: not built, ./dev build makes them"; fi
  find_root || say "packages: this user may not install any (not root, no sudo)"
  [ "$bad" -eq 0 ] || say "./dev build and ./dev test bring what is missing"
  return "$bad"
}

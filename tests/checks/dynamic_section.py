"""itwc starts in milliseconds because it loads nothing but the C library: no LibTorch, MPI, LLVM or
Python. dynamic_section.py ITWC reads the NEEDED entries of its dynamic section."""

import re
import subprocess
import sys

ALLOWED = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "libstdc++.so.6", "libgcc_s.so.1",
           "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def main():
    text = subprocess.run(["readelf", "--dynamic", "--wide", sys.argv[1]], capture_output=True, text=True,
                          check=True).stdout
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", text))
    extra = sorted(needed - ALLOWED)
    print(f"needs {sorted(needed)}" if not extra else f"needs more than the C library: {extra}")
    return 1 if extra or "libc.so.6" not in needed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Part of ./dev: fetches wheels through pip and unpacks what the build needs of them.

usage: wheels.py FOLDER [--install] < lines of "name version sha256"

FOLDER/libtorch gets the unpacked wheels, side by side as their run paths expect. A wheel that is
there already (FOLDER/libtorch/.wheels/NAME-VERSION) is left alone, so that nothing is asked of the
network once all are there. With --install, a virtual environment in FOLDER/bench gets them instead.
"""

import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import zipfile

# What is unpacked of a wheel; all of it where nothing stands here. The rest of torch are its Python
# part and libraries that load only where a GPU is (0.6 GB).
KEEP = {
    "torch": ["torch/include/*", "torch/lib/libc10*.so", "torch/lib/libtorch_cpu.so",
              "torch/lib/libgomp*", "torch/lib/libgfortran*", "*.dist-info/licenses/*"],
    "nvidia-nccl-cu13": ["nvidia/nccl/include/*", "*.dist-info/licenses/*"],
}
# Debian 12 has glibc 2.36 and CPython 3.11, whichever Python runs this.
TARGET = ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"]
for abi in ("cp311", "abi3", "none"):
    TARGET += ["--abi", abi]
for minor in range(36, 4, -1):
    TARGET += ["--platform", f"manylinux_2_{minor}_x86_64"]
TARGET += ["--platform", "manylinux2014_x86_64", "--platform", "any"]
TRIES = 2


def stop(message: str, *lines: str) -> None:
    print(f"dev: error: {message}", *(f"     {line}" for line in lines), sep="\n", file=sys.stderr)
    sys.exit(6)


class Progress:
    """One line that is rewritten on a terminal; elsewhere a line at the start and every few seconds."""

    def __init__(self, text: str):
        self.text = text
        self.shown = -1
        self.next = 0.0
        self.say(0)

    def show(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != self.shown and (sys.stderr.isatty() or time.monotonic() >= self.next):
            self.say(percent)

    def say(self, percent: int) -> None:
        self.shown = percent
        self.next = time.monotonic() + 10
        start, end = ("\r\033[K", "") if sys.stderr.isatty() else ("", "\n")
        print(f"{start}dev: {self.text} {percent} %", end=end, file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty():
            self.say(100)
            print(file=sys.stderr)


def download(pip: list[str], folder: pathlib.Path, name: str, version: str, digest: str) -> pathlib.Path:
    """The wheel's path; pip verifies the digest and says what went wrong."""
    target = folder / "wheels" / name
    scratch = folder / "tmp"
    for path in (target, scratch):
        path.mkdir(parents=True, exist_ok=True)
    wanted = scratch / "wanted.txt"
    wanted.write_text(f"{name}=={version} --hash=sha256:{digest}\n")
    command = [*pip, "download", "--no-deps", "--require-hashes", "--no-cache-dir", "--no-input",
               "--disable-pip-version-check", "--retries", "3", *TARGET, "-d", str(target), "-r", str(wanted)]
    if name != "pip":
        command += ["--progress-bar", "raw"]
    environment = dict(os.environ, TMPDIR=str(scratch), PIP_REQUIRE_VIRTUALENV="0", PYTHONSAFEPATH="1")
    progress = Progress(f"fetching {name} {version}:")
    said: list[str] = []
    for _ in range(TRIES):
        process = subprocess.Popen(command, env=environment, text=True, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for line in process.stdout:
            words = line.split()
            if len(words) == 4 and words[0] == "Progress" and words[3].isdigit():
                progress.show(int(words[1]), int(words[3]))
            else:
                said.append(line.rstrip())
        if process.wait() == 0:
            progress.end()
            return next(target.glob("*.whl"))
    log = folder / "pip.log"
    log.write_text("\n".join(said) + "\n")
    stop(f"{name} {version} cannot be fetched", *reasons(said),
         f"is there a network, and can pip reach its package index? (log: {log})",
         "a LibTorch that you have already can be used with ITW_LIBTORCH=DIR")


def reasons(said: list[str]) -> list[str]:
    """What matters of pip's words: the broken connection, which pip reports as a missing version."""
    for line in reversed(said):
        broken = re.search(r"Error\('[^:]*: (.*?)'\)", line)
        if "connection broken" in line and broken:
            return [broken.group(1)]
    return [line for line in said if line.startswith("ERROR") or "HASH" in line.upper()][-2:]


def unpack(wheel: pathlib.Path, name: str, folder: pathlib.Path) -> None:
    patterns = KEEP.get(name, ["*"])
    progress = Progress(f"unpacking {name}:")
    with zipfile.ZipFile(wheel) as archive:
        members = [member for member in archive.infolist()
                   if any(fnmatch.fnmatch(member.filename, pattern) for pattern in patterns)]
        total = sum(member.file_size for member in members)
        done = 0
        for member in members:
            archive.extract(member, folder)
            done += member.file_size
            progress.show(done, total)
    progress.end()


def unpack_all(folder: pathlib.Path, wheels: list[tuple[str, str, str]]) -> None:
    unpacked, newer_pip = folder / "libtorch", folder / "pip"
    stamps = unpacked / ".wheels"
    pip = [sys.executable, "-m", "pip"]
    for name, version, digest in wheels:
        stamp = stamps / f"{name}-{version}"
        if not stamp.exists():
            for old in stamps.glob(f"{name}-[0-9]*"):
                old.unlink()
            wheel = download(pip, folder, name, version, digest)
            unpack(wheel, name, newer_pip if name == "pip" else unpacked)
            stamps.mkdir(parents=True, exist_ok=True)
            stamp.touch()
            shutil.rmtree(folder / "wheels")
        if name == "pip":
            pip = [sys.executable, str(newer_pip / "pip")]


def install(folder: pathlib.Path, wheels: list[tuple[str, str, str]]) -> None:
    """A virtual environment with just these wheels."""
    place, scratch = folder / "bench", folder / "tmp"
    shutil.rmtree(place, ignore_errors=True)
    scratch.mkdir(parents=True, exist_ok=True)
    wanted = scratch / "wanted.txt"
    wanted.write_text("".join(f"{name}=={version} --hash=sha256:{digest}\n"
                              for name, version, digest in wheels))
    print(f"dev: installing {len(wheels)} wheels in {place} (several GB)", file=sys.stderr, flush=True)
    environment = dict(os.environ, TMPDIR=str(scratch))
    with open(folder / "pip.log", "w", encoding="utf-8") as log:
        for command in ([sys.executable, "-m", "venv", str(place)],
                        [str(place / "bin/python"), "-m", "pip", "install", "--no-deps", "--no-input",
                         "--require-hashes", "--no-cache-dir", "--only-binary=:all:",
                         "--disable-pip-version-check", "-r", str(wanted)]):
            result = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                    stderr=subprocess.STDOUT)
            if result.returncode != 0:
                said = (folder / "pip.log").read_text(encoding="utf-8").splitlines()
                stop("PyTorch for the benchmarks cannot be installed", *reasons(said),
                     f"is there a network? (log: {folder / 'pip.log'})")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    wheels = [tuple(line.split()[:3]) for line in sys.stdin if line.strip()]
    if "--install" in sys.argv:
        install(folder, wheels)
    else:
        unpack_all(folder, wheels)
    shutil.rmtree(folder / "tmp", ignore_errors=True)


try:
    main()
except OSError as error:
    stop(f"{error.strerror or error}: {error.filename or ''}", "see `./dev doctor`")

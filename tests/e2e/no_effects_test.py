"""`itwc check` opens no connection, starts no process, writes no file and asks for no variable of the user's
environment: seen from outside, by strace and by a library in front of the C library.
no_effects_test.py ROOT ITWC SPY."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT, ITWC, SPY = (str(pathlib.Path(word).resolve()) for word in sys.argv[1:4])
del sys.argv[1:4]

# What a program may call that only looks and computes. Anything else is an effect until shown to be none.
HARMLESS = {"access", "arch_prctl", "brk", "close", "exit_group", "faccessat", "faccessat2", "fcntl", "fstat", "futex", "getcwd",
            "getrandom", "gettid", "getpid", "ioctl", "lseek", "lstat", "madvise", "mmap", "mprotect", "mremap", "munmap",
            "newfstatat", "poll", "pread64", "prlimit64", "read", "readlink", "rseq", "rt_sigaction", "rt_sigprocmask",
            "set_robust_list", "set_tid_address", "sigaltstack", "stat", "statx", "sysinfo", "getdents64", "rt_sigreturn"}
# Colour, and nothing of what is checked.
TERMINAL = {"NO_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS", "FORCE_COLOR"}
# What the libraries ask for when they are loaded: which instructions OpenSSL may use, how ANTLR leaves a loop early.
LOADING = {"OPENSSL_ia32cap", "TURN_OFF_LR_LOOP_ENTRY_BRANCH_OPT"}


def programs():
    """Right and wrong ones, with imports, steps, environment variables and paths in them."""
    folders = ("tests/golden/check", "tests/golden/plan", "examples", "stdlib")
    return [path for folder in folders for path in sorted(pathlib.Path(ROOT, folder).rglob("*.itw"))]


class NoEffectsTest(unittest.TestCase):
    def test_no_call_of_the_system_that_has_an_effect(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder, "calls")
            for path in programs():
                subprocess.run(["strace", "-f", "-qq", "-o", str(log), ITWC, "check", str(path)], capture_output=True, timeout=60)
                calls = [line.split(" ", 1)[1].strip() for line in log.read_text().splitlines()]
                self.assertTrue(calls[0].startswith("execve("), calls[0])
                for call in calls[1:]:
                    name = call.split("(")[0]
                    if name in HARMLESS or call.startswith(("+++", "---")):
                        continue
                    if name == "write":
                        self.assertRegex(call, r"^write\([12],", path)
                    elif name in ("open", "openat"):
                        self.assertIsNone(re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", call), f"{path}: {call}")
                    else:
                        self.fail(f"{path}: check calls {call}")

    def test_no_variable_of_the_user_is_asked_for(self):
        for path in programs():
            read, write = os.pipe()
            environment = {"LD_PRELOAD": SPY, "PATH": "/usr/bin"}
            command = ["bash", "-c", f'exec 9>&{write}; exec "$0" check "$1"', ITWC, str(path)]
            subprocess.run(command, env=environment, capture_output=True, timeout=60, pass_fds=[write])
            os.close(write)
            with os.fdopen(read) as asked:
                names = set(asked.read().split())
            self.assertLessEqual(names, TERMINAL | LOADING, path)

    def test_the_spy_sees_what_is_asked_for(self):
        read, write = os.pipe()
        command = ["bash", "-c", f'exec 9>&{write}; exec "$0" runs', ITWC]
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(command, env={"LD_PRELOAD": SPY, "PATH": "/usr/bin"}, cwd=folder, capture_output=True, timeout=60,
                           pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as asked:
            self.assertTrue(asked.read(), "nothing at all was seen")

    def test_the_answer_does_not_depend_on_the_environment(self):
        hostile = {name: "\x1b[31m$(touch x)" for name in ("HOME", "PATH", "LANG", "TZ", "ITW_WORKER", "ITW_ACCOUNT", "PYTHONPATH",
                                                          "MLFLOW_TRACKING_URI", "TMPDIR", "XDG_CONFIG_HOME", "LC_ALL")}
        for path in programs():
            answers = []
            for environment in ({}, hostile):
                done = subprocess.run([ITWC, "check", str(path), "--format", "json"], env=environment, capture_output=True, timeout=60)
                answers.append((done.returncode, done.stdout, done.stderr))
            self.assertEqual(*answers, path)


if __name__ == "__main__":
    unittest.main()

"""A project folder with the digits example, and itwc to run in it: what the end-to-end tests share."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120


def arguments(names):
    """Takes the programs that a test was given off the command line, before unittest reads it."""
    values = sys.argv[1:1 + len(names)]
    del sys.argv[1:1 + len(names)]
    return [str(pathlib.Path(value).resolve()) for value in values]


class Ended:
    """A command that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def document(self):
        """Standard output, which must be exactly one JSON document with the envelope."""
        document = json.loads(self.out)
        for field in ("itw", "kind", "ok", "diagnostics"):
            assert field in document, f"no {field} in {self.out}"
        return document


class ProjectTest(unittest.TestCase):
    """A test in a fresh folder that holds the digits example."""

    itwc = worker = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="itw-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("digits.itw", "digits.csv"):
            shutil.copy(ROOT / "examples/digits" / name, self.folder)
        # Older than any clock's step, so that its digest may be remembered.
        os.utime(self.folder / "digits.csv", (time.time() - 3600, time.time() - 3600))

    def environment(self, fake="", **more):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                       "ITW_WORKER": self.worker, "ITW_FAKE": fake}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        environment.update(more)
        return environment

    def start(self, *words, fake="", cwd=None, **more):
        return subprocess.Popen([self.itwc, *words], cwd=cwd or self.folder, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=self.environment(fake, **more))

    def finish(self, process):
        out, err = process.communicate(timeout=PATIENCE)
        return Ended(process.returncode, out, err)

    def run_itwc(self, *words, code=0, **more):
        ended = self.finish(self.start(*words, **more))
        self.assertEqual(ended.code, code, f"{words}\n{ended.out}\n{ended.err}")
        return ended

    def run_json(self, *words, code=0, **more):
        return self.run_itwc(*words, "--format", "json", code=code, **more).document()

    def states(self, document):
        return {task["id"].split("/")[1]: task["state"] for task in document["tasks"]}

    def expect_states(self, document, raw, parts, fit, score):
        self.assertEqual(self.states(document),
                         {"raw": raw, "parts": parts, "fit": fit, "score": score})

    def wait_for(self, condition, what):
        """Waits until the condition gives something true, and returns that."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = condition()
            if found:
                return found
            time.sleep(0.005)
        raise AssertionError(f"waited {PATIENCE} s for {what}")

    def wait_for_epoch(self, process):
        """Reads the progress of a run until the first epoch has ended."""
        for line in process.stderr:
            if "epoch" in line:
                return
        raise AssertionError("the run ended before its first epoch")

    def worker_of(self, process):
        """The process id of a run's worker."""
        def find():
            with contextlib.suppress(OSError):
                children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
                pids = children.read_text().split()
                return int(pids[0]) if pids else None
            return None
        return self.wait_for(find, "the worker")

    def alive(self, pid):
        with contextlib.suppress(OSError):
            return ") Z " not in pathlib.Path(f"/proc/{pid}/stat").read_text()
        return False

    def scratch(self):
        """What is left below .itw/tmp."""
        return [str(path) for path in (self.folder / ".itw/tmp").rglob("*")]

    def artifacts(self):
        return sorted(path for path in (self.folder / ".itw/artifacts").rglob("*") if path.is_file())

    def kill(self, process, number=signal.SIGKILL):
        process.send_signal(number)
        return self.finish(process)

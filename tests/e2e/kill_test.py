"""A training that is killed at twenty random moments ends with the model of one that is left alone,
to the last bit. kill_test.py ITWC WORKER."""

import contextlib
import os
import pathlib
import random
import signal
import time
import unittest

from project import ProjectTest, arguments

KILLS = 20


class KillTest(ProjectTest):
    def write_program(self):
        """The convolutional example with a checkpoint every few steps, in the middle of epochs."""
        program = (self.folder / "digits.itw").read_text()
        changed = program.replace("keep = best(validation_loss)",
                                  "keep = best(validation_loss), checkpoint = 5 steps")
        self.assertNotEqual(changed, program)
        (self.folder / "killed.itw").write_text(changed)

    def kill_once(self, words, moment, of_worker):
        """Starts or resumes the run and kills the worker or itwc; true if it was in time."""
        run = self.start(*words)
        time.sleep(moment)
        with contextlib.suppress(OSError, IndexError):
            children = pathlib.Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
            os.kill(int(children[0]) if of_worker else run.pid, signal.SIGKILL)
        ended = self.finish(run)
        return ended.code != 0

    def test_twenty_kills_leave_no_trace(self):
        self.write_program()
        settings = ("--set", "model=cnn", "--set", "epochs=40")
        whole = self.run_json("run", "killed.itw", *settings, "--dir", "whole")
        chance = random.Random(20)
        words = ("run", "killed.itw", *settings)
        killed = 0
        for number in range(KILLS):
            killed += self.kill_once(words, chance.uniform(0.15, 0.6), number % 2 == 0)
            words = ("resume",)
        if self.run_json("runs")["runs"][0]["status"] != "done":
            self.run_json("resume")
        resumed = self.run_json("show", "r0001")
        self.assertGreaterEqual(killed, KILLS // 4, "the kills come too late to mean anything")
        self.assertEqual(resumed["status"], "done")
        self.assertEqual(resumed["published"], self.without_path(whole, resumed))

    def without_path(self, whole, resumed):
        """What the whole run published, as if it had lain in the other run's folder."""
        published = whole["published"]
        published["digits"]["path"] = resumed["published"]["digits"]["path"]
        return published


if __name__ == "__main__":
    ProjectTest.itwc, ProjectTest.worker = arguments(["itwc", "worker"])
    unittest.main()

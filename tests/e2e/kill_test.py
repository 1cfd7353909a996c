"""A training that is killed in twenty random steps ends with the model of one that is left alone, to
the last bit. kill_test.py ITWC WORKER."""

import glob
import os
import pathlib
import random
import re
import signal
import time
import unittest

from project import ProjectTest, arguments

KILLS = 20
EPOCHS = 40
STEPS_PER_EPOCH = 23


class KillTest(ProjectTest):
    def write_program(self):
        """The convolutional example with a checkpoint every few steps, in the middle of epochs."""
        program = (self.folder / "digits.itw").read_text()
        changed = program.replace("keep = best(validation_loss)",
                                  "keep = best(validation_loss), checkpoint = 5 steps")
        self.assertNotEqual(changed, program)
        (self.folder / "killed.itw").write_text(changed)

    def newest_step(self):
        """The step of the newest checkpoint; 0 without any. Folders may go while they are read, which glob bears."""
        found = glob.glob(str(self.folder / ".itw/checkpoints/*/step-*.safetensors"))
        return max((int(pathlib.Path(path).stem.removeprefix("step-")) for path in found), default=0)

    def kill_once(self, words, chance, of_worker):
        """Starts or resumes the run and kills the worker or itwc after some more steps, which may be in the middle of one
        or of a checkpoint's write. The step that it got to."""
        before = self.newest_step()
        run = self.start(*words)
        wanted = before + chance.randint(1, 30)
        self.wait_for(lambda: self.newest_step() >= wanted or run.poll() is not None, f"step {wanted}")
        time.sleep(chance.uniform(0, 0.02))
        reached = self.newest_step()
        os.kill(self.worker_of(run) if of_worker else run.pid, signal.SIGKILL)
        ended = self.finish(run)
        self.assertNotEqual(ended.code, 0, f"the run was over before it was killed in step {reached}")
        return reached

    def test_twenty_kills_leave_no_trace(self):
        self.write_program()
        settings = ("--set", "model=cnn", "--set", f"epochs={EPOCHS}")
        whole = self.run_json("run", "killed.itw", *settings, "--dir", "whole")
        chance = random.Random(20)
        words = ("run", "killed.itw", *settings)
        steps = []
        for number in range(KILLS):
            steps.append(self.kill_once(words, chance, number % 2 == 0))
            words = ("resume",)
        inside = [step for step in steps if step % STEPS_PER_EPOCH]
        self.assertGreaterEqual(len(inside), KILLS // 2, f"too few kills inside of epochs: {steps}")
        self.assertEqual(steps, sorted(set(steps)), "a run did not get any further")
        newest = self.newest_step()
        ended = self.run_itwc("resume")
        first_epoch = int(re.search(r"epoch (\d+)/", ended.err)[1])
        self.assertGreater(first_epoch, newest // STEPS_PER_EPOCH, "the last part began before its checkpoint")
        resumed = self.run_json("show", "r0001")
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

"""The digits example with the real worker: training, kills in the middle of it, bad data.
digits_test.py ITWC WORKER."""

import os
import signal
import unittest
import unittest.mock

from project import ProjectTest, arguments

LONG = ("--set", "epochs=200")


class TrainingTest(ProjectTest):
    def test_the_example_learns_and_is_then_cached(self):
        first = self.run_json("run", "digits.itw")
        self.assertEqual(first["status"], "done")
        self.assertGreaterEqual(first["published"]["score"]["accuracy"], 0.97)
        self.assertEqual(len(first["published"]["score"]["confusion_matrix"]), 10)
        second = self.run_json("run", "digits.itw")
        self.assertEqual(set(self.states(second).values()), {"cached"})
        self.assertEqual(second["published"], first["published"])
        shown = self.run_json("show", "r0001")
        series = shown["metrics"]["digits/fit"]
        self.assertEqual(len(series["train_loss"]), 30)
        self.assertLess(series["train_loss"][-1][1], series["train_loss"][0][1])
        self.assertEqual(len(series["validation_loss"]), 30)
        self.assertEqual(len(series["accuracy"]), 30)
        self.assertTrue(shown["versions"]["torch"])

    def test_the_same_numbers_in_another_folder(self):
        one = self.run_json("run", "digits.itw", "--set", "epochs=3", "--dir", "one")
        two = self.run_json("run", "digits.itw", "--set", "epochs=3", "--dir", "two")
        self.assertEqual(one["published"]["score"], two["published"]["score"])
        self.assertEqual(one["published"]["digits"]["artifact"],
                         two["published"]["digits"]["artifact"])

    def test_a_worker_killed_in_the_middle_of_an_epoch(self):
        run = self.start("run", "digits.itw", *LONG)
        self.wait_for_epoch(run)
        os.kill(self.worker_of(run), signal.SIGKILL)
        ended = self.finish(run)
        self.assertEqual(ended.code, 5)
        self.assertIn("R0102", ended.err)
        self.assertEqual(self.scratch(), [])
        again = self.run_json("run", "digits.itw", "--set", "epochs=2")
        self.expect_states(again, "cached", "cached", "done", "done")

    def test_itwc_killed_in_the_middle_of_an_epoch(self):
        run = self.start("run", "digits.itw", *LONG)
        self.wait_for_epoch(run)
        worker = self.worker_of(run)
        self.kill(run)
        self.wait_for(lambda: not self.alive(worker), "the worker's end")
        resumed = self.run_json("resume")
        self.assertEqual((resumed["run"], resumed["status"]), ("r0001", "done"))
        self.assertEqual([task["attempts"] for task in resumed["tasks"]], [1, 1, 2, 1])
        clean = self.run_json("run", "digits.itw", *LONG, "--dir", "clean")
        self.assertEqual(resumed["published"]["score"], clean["published"]["score"])

    def test_ctrl_c_in_the_middle_of_an_epoch(self):
        run = self.start("run", "digits.itw", *LONG)
        self.wait_for_epoch(run)
        ended = self.kill(run, signal.SIGINT)
        self.assertEqual(ended.code, 130)
        self.assertEqual(self.scratch(), [])
        self.assertEqual(self.run_json("resume")["status"], "done")


class BadDataTest(ProjectTest):
    def expect_error(self, change, place):
        lines = (self.folder / "digits.csv").read_text().splitlines()
        change(lines)
        (self.folder / "digits.csv").write_text("".join(line + "\n" for line in lines))
        document = self.run_json("run", "digits.itw", code=5)
        self.expect_states(document, "failed", "skipped", "skipped", "skipped")
        error = document["diagnostics"][0]
        self.assertRegex(error["code"], "^R03")
        self.assertTrue(error["file"].endswith("digits.csv"), error)
        self.assertEqual((error.get("line"), error.get("column")), place, error)
        self.assertEqual(self.artifacts(), [])
        self.assertEqual(self.scratch(), [])
        return error

    def test_a_text_in_a_numeric_column(self):
        def change(lines):
            lines[2] = "abc" + lines[2][lines[2].index(","):]
        self.assertIn("abc", self.expect_error(change, (3, 1))["message"])

    def test_a_short_row(self):
        def change(lines):
            lines[4] = "1,2,3"
        document = self.expect_error(change, (5, unittest.mock.ANY))
        self.assertTrue(document["message"])

    def test_a_label_that_is_no_class(self):
        def change(lines):
            lines[1] = lines[1].rsplit(",", 1)[0] + ",11"
        self.assertIn("11", self.expect_error(change, (2, unittest.mock.ANY))["message"])

    def test_an_empty_file(self):
        self.expect_error(lambda lines: lines.clear(), unittest.mock.ANY)

    def test_a_missing_file(self):
        os.remove(self.folder / "digits.csv")
        ended = self.run_itwc("run", "digits.itw", code=5)
        self.assertIn("digits.csv", ended.err)
        self.assertIn("R0301", ended.err)


if __name__ == "__main__":
    ProjectTest.itwc, ProjectTest.worker = arguments(["itwc", "worker"])
    unittest.main()

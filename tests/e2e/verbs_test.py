"""run, resume, runs, show and logs from the outside, over a fake worker. verbs_test.py ITWC WORKER."""

import json
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import time
import unittest

from project import ROOT, ProjectTest, arguments

EPOCHS = "digits/fit=epochs:1000:0.02"
DONE = ("done", "done", "done", "done")
CACHED = ("cached", "cached", "cached", "cached")


class RunTest(ProjectTest):
    def test_the_document_is_that_of_the_language(self):
        document = self.run_json("run", "digits.itw")
        self.assertEqual(document["itw"], 1)
        self.assertEqual(document["kind"], "run")
        self.assertIs(document["ok"], True)
        self.assertEqual(document["run"], "r0001")
        self.assertEqual(document["status"], "done")
        self.assertEqual(document["diagnostics"], [])
        self.expect_states(document, *DONE)
        for task in document["tasks"]:
            self.assertEqual(task["attempts"], 1)
            self.assertGreaterEqual(task["seconds"], 0)
        model = document["published"]["digits"]
        self.assertRegex(model["artifact"], "^sha256:[0-9a-f]{64}$")
        self.assertTrue(pathlib.Path(model["path"]).is_file())
        self.assertIsInstance(document["published"]["score"]["accuracy"], float)
        self.assertEqual(self.scratch(), [])

    def test_a_second_run_is_cached_and_says_so(self):
        first = self.run_json("run", "digits.itw")
        second = self.run_itwc("run", "digits.itw")
        self.assertIn("run r0002 done", second.out)
        self.assertIn("all 4 tasks cached", second.out)
        third = self.run_json("run", "digits.itw")
        self.expect_states(third, *CACHED)
        self.assertEqual(third["published"], first["published"])
        self.assertEqual(third["tasks"][2]["cached_from"], "r0001")

    def test_a_cached_run_starts_no_worker(self):
        self.run_itwc("run", "digits.itw")
        self.run_itwc("run", "digits.itw", ITW_WORKER="/no/such/worker")

    def test_a_changed_argument_reruns_only_what_depends_on_it(self):
        self.run_itwc("run", "digits.itw")
        document = self.run_json("run", "digits.itw", "--set", "lr=7e-4")
        self.expect_states(document, "cached", "cached", "done", "done")
        self.assertEqual(document["sets"], ["lr=7e-4"])

    def test_comments_and_names_of_files_do_not_count(self):
        self.run_itwc("run", "digits.itw")
        text = (self.folder / "digits.itw").read_text()
        (self.folder / "other.itw").write_text(text + "\n# a remark\n")
        os.rename(self.folder / "digits.csv", self.folder / "moved.csv")
        (self.folder / "other.itw").write_text(text.replace("digits.csv", "moved.csv"))
        self.expect_states(self.run_json("run", "other.itw"), *CACHED)

    def test_changed_data_is_read_again(self):
        self.run_itwc("run", "digits.itw")
        with open(self.folder / "digits.csv", "a") as file:
            file.write(",".join(["0"] * 65) + "\n")
        self.assertEqual(self.states(self.run_json("run", "digits.itw"))["raw"], "done")

    def test_a_frozen_plan_runs_unchanged_from_its_folder(self):
        plan = self.run_itwc("plan", "digits.itw", "--set", "lr=5e-3", "--format", "json").out
        (self.folder / "plan.json").write_text(plan)
        self.expect_states(self.run_json("run", "plan.json"), *DONE)
        self.expect_states(self.run_json("run", "digits.itw", "--set", "lr=5e-3"), *CACHED)
        self.assertEqual((self.folder / ".itw/runs/r0001/plan.json").read_text(), plan)

    def test_the_folder_of_results_can_be_named(self):
        self.run_itwc("run", "digits.itw", "--dir", "results")
        self.assertTrue((self.folder / "results/.itw/runs/r0001/journal").is_file())
        self.assertFalse((self.folder / ".itw").exists())
        runs = self.run_json("runs", "--dir", "results")["runs"]
        self.assertEqual([run["status"] for run in runs], ["done"])

    def test_a_program_with_errors_makes_no_run(self):
        (self.folder / "bad.itw").write_text("itw 1\npipeline p() {\n  x = trian()\n}\n")
        document = self.run_json("run", "bad.itw", code=1)
        self.assertEqual((document["kind"], document["ok"]), ("run", False))
        self.assertTrue(document["diagnostics"])
        self.assertFalse((self.folder / ".itw").exists())

    def test_every_failure_before_the_run_is_one_document(self):
        for words, code in [(("run", "missing.itw"), None), (("run", "digits.itw", "nosuch"), None),
                            (("run", "digits.itw", "--set", "lr=9"), None), (("run",), 2),
                            (("run", "digits.itw", "--nosuch"), 2), (("resume",), 2),
                            (("show", "r0099"), 2), (("logs",), 2)]:
            ended = self.finish(self.start(*words, "--format", "json"))
            self.assertNotEqual(ended.code, 0, words)
            if code is not None:
                self.assertEqual(ended.code, code, (words, ended.out))
            self.assertIs(ended.document()["ok"], False, words)
            self.assertTrue(ended.document()["diagnostics"], words)

    def test_what_the_machine_lacks_is_said_before_anything_runs(self):
        text = (self.folder / "digits.itw").read_text()
        (self.folder / "digits.itw").write_text(text.replace("cpus = 2,", "cpus = 2, gpus = 4,"))
        ended = self.finish(self.start("run", "digits.itw", "--format", "json"))
        self.assertIn(ended.code, (4, 6), ended.out)
        self.assertFalse((self.folder / ".itw/runs").exists())


class FailureTest(ProjectTest):
    def test_a_failing_task_is_reported_with_its_place(self):
        ended = self.run_itwc("run", "digits.itw", fake="digits/parts=fail", code=5)
        self.assertIn("the fake was told to fail", ended.err)
        self.assertIn("data.csv:3:7", ended.err)
        self.assertIn("= task: digits/parts", ended.err)
        self.assertIn("1 done, 1 failed, 2 skipped", ended.out)
        document = self.run_json("run", "digits.itw", fake="digits/parts=fail", code=5)
        self.expect_states(document, "cached", "failed", "skipped", "skipped")
        diagnostic = document["diagnostics"][0]
        self.assertEqual((diagnostic["file"], diagnostic["line"], diagnostic["column"]),
                         ("data.csv", 3, 7))
        self.assertEqual(diagnostic["task"], "digits/parts")
        self.assertEqual(document["published"], {})

    def test_a_worker_that_is_killed_fails_its_task_and_a_rerun_succeeds(self):
        run = self.start("run", "digits.itw", fake=EPOCHS)
        self.wait_for_epoch(run)
        os.kill(self.worker_of(run), signal.SIGKILL)
        ended = self.finish(run)
        self.assertEqual(ended.code, 5)
        self.assertIn("R0102", ended.err)
        self.assertIn("SIGKILL", ended.err)
        self.expect_states(self.run_json("run", "digits.itw"), "cached", "cached", "done", "done")

    def test_a_worker_that_stops_is_killed(self):
        run = self.start("run", "digits.itw", "--format", "json", fake="digits/fit=stop",
                         ITW_WORKER_SILENCE_SECONDS="0.7")
        document = self.finish(run).document()
        self.assertEqual(run.returncode, 5)
        self.assertEqual(document["diagnostics"][0]["code"], "R0103")

    def test_a_lying_worker_changes_nothing_outside(self):
        for how, code in [("garbage", "R0104"), ("lie-missing", "R0105"), ("lie-path", "R0105"),
                          ("lie-kind", "R0105"), ("huge", "R0104")]:
            document = self.run_json("run", "digits.itw", fake=f"digits/fit={how}", code=5)
            self.assertEqual(document["diagnostics"][0]["code"], code, how)

    def test_without_a_worker_the_environment_is_to_blame(self):
        document = self.run_json("run", "digits.itw", ITW_WORKER="/no/such/worker", code=6)
        self.assertEqual(document["diagnostics"][0]["code"], "R0101")
        self.assertEqual(len(document["diagnostics"]), 1)
        document = self.run_json("run", "digits.itw", fake="start=exit:3", code=6)
        self.assertEqual(document["diagnostics"][0]["causes"], ["fake: leaving"])
        ended = self.run_itwc("run", "digits.itw", fake="start=exit:3", code=6)
        self.assertIn("= note: fake: leaving", ended.err)

    def test_a_read_only_folder_is_a_clear_error(self):
        # Not even root may write there; a bare chroot has no /sys.
        folder = "/sys" if os.path.ismount("/sys") else "/proc"
        document = self.run_json("run", "digits.itw", "--dir", folder, code=6)
        self.assertEqual(document["diagnostics"][0]["code"], "R0201")

    def test_a_file_in_place_of_the_folder_is_a_clear_error(self):
        (self.folder / ".itw").write_text("no folder")
        document = self.run_json("run", "digits.itw", code=6)
        self.assertEqual(document["diagnostics"][0]["code"], "R0201")

    def test_a_damaged_journal_is_refused_and_harms_no_other_run(self):
        self.run_itwc("run", "digits.itw")
        self.run_itwc("run", "digits.itw", "--set", "lr=7e-4", fake="digits/fit=fail", code=5)
        journal = self.folder / ".itw/runs/r0002/journal"
        whole = journal.read_bytes()
        journal.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
        document = self.run_json("resume", "r0002", code=6)
        self.assertEqual(document["diagnostics"][0]["code"], "R0203")
        self.run_json("show", "r0002", code=6)
        self.expect_states(self.run_json("run", "digits.itw"), *CACHED)
        os.remove(self.folder / ".itw/itw.db")
        statuses = {run["run"]: run["status"] for run in self.run_json("runs")["runs"]}
        self.assertEqual(statuses, {"r0001": "done", "r0002": "damaged", "r0003": "done"})

    def test_a_damaged_database_is_rebuilt(self):
        self.run_itwc("run", "digits.itw")
        (self.folder / ".itw/itw.db").write_bytes(b"nonsense" * 3000)
        ended = self.run_itwc("run", "digits.itw")
        self.assertIn("rebuilt from the journals", ended.err)
        self.assertIn("all 4 tasks cached", ended.out)
        os.remove(self.folder / ".itw/itw.db")
        self.assertEqual(len(self.run_json("runs")["runs"]), 2)
        self.expect_states(self.run_json("run", "digits.itw"), *CACHED)

    def test_a_missing_artifact_is_made_again_and_said(self):
        first = self.run_json("run", "digits.itw")
        os.remove(first["published"]["digits"]["path"])
        second = self.run_json("run", "digits.itw")
        self.expect_states(second, "cached", "cached", "done", "cached")
        self.assertIn("is missing", second["notes"][0])
        self.assertEqual(first["published"], second["published"])


class StopTest(ProjectTest):
    def test_ctrl_c_stops_cleanly_and_the_run_can_be_resumed(self):
        run = self.start("run", "digits.itw", fake=EPOCHS)
        self.wait_for_epoch(run)
        worker = self.worker_of(run)
        ended = self.kill(run, signal.SIGINT)
        self.assertEqual(ended.code, 130)
        self.assertIn("itwc resume r0001", ended.out)
        self.assertFalse(self.alive(worker))
        self.assertEqual(self.scratch(), [])
        shown = self.run_json("show")
        self.assertEqual(shown["status"], "interrupted")
        self.expect_states(shown, "done", "done", "cancelled", "cancelled")
        resumed = self.run_json("resume")
        self.assertEqual((resumed["run"], resumed["status"]), ("r0001", "done"))
        self.expect_states(resumed, *DONE)
        self.assertEqual([task["attempts"] for task in resumed["tasks"]], [1, 1, 2, 1])

    def test_termination_has_its_own_exit_code_and_document(self):
        run = self.start("run", "digits.itw", "--format", "json", fake=EPOCHS)
        self.worker_of(run)
        self.wait_for(lambda: self.artifacts(), "the first artifact")
        ended = self.kill(run, signal.SIGTERM)
        self.assertEqual(ended.code, 143)
        self.assertEqual(ended.document()["status"], "interrupted")
        self.assertIs(ended.document()["ok"], False)

    def test_a_second_ctrl_c_does_not_wait(self):
        run = self.start("run", "digits.itw", fake="digits/fit=hang")
        for line in run.stderr:
            if line.startswith("digits/parts done"):
                break
        run.send_signal(signal.SIGINT)
        time.sleep(0.3)
        start = time.monotonic()
        ended = self.kill(run, signal.SIGINT)
        self.assertEqual(ended.code, 130)
        self.assertLess(time.monotonic() - start, 5)

    def test_kill_of_itwc_leaves_no_worker_and_resume_completes(self):
        run = self.start("run", "digits.itw", fake=EPOCHS)
        self.wait_for_epoch(run)
        worker = self.worker_of(run)
        self.kill(run, signal.SIGKILL)
        self.wait_for(lambda: not self.alive(worker), "the worker's end")
        self.assertEqual(self.run_json("runs")["runs"][0]["status"], "interrupted")
        shown = self.run_json("show")
        self.expect_states(shown, "done", "done", "interrupted", "waiting")
        resumed = self.run_json("resume")
        self.expect_states(resumed, *DONE)
        self.assertEqual(self.scratch(), [])
        self.assertEqual(self.run_json("runs")["runs"][0]["status"], "done")

    def test_kill_at_random_points_loses_nothing_that_was_told(self):
        for round_ in range(12):
            run = self.start("run", "digits.itw", "--set", f"lr={1e-3 + round_ * 1e-5}",
                             fake="*=slow:0.01")
            time.sleep(0.004 * round_)
            told = self.kill(run, signal.SIGKILL).err
            runs = [entry["run"] for entry in self.run_json("runs")["runs"]]
            if not runs or "run " + runs[-1] not in told:
                continue
            resumed = self.run_json("resume", runs[-1])
            attempts = {task["id"]: task["attempts"] for task in resumed["tasks"]}
            for line in re.findall(r"^(digits/\w+) done", told, re.MULTILINE):
                self.assertEqual(attempts[line], 1, told)
            self.assertEqual(resumed["status"], "done")

    def test_a_run_in_progress_cannot_be_resumed_by_another(self):
        run = self.start("run", "digits.itw", fake=EPOCHS)
        self.wait_for_epoch(run)
        document = self.run_json("resume", "r0001", code=6)
        self.assertEqual(document["diagnostics"][0]["code"], "R0204")
        self.assertEqual(self.run_json("runs")["runs"][0]["status"], "running")
        self.assertEqual(self.run_json("show")["status"], "running")
        self.assertEqual(self.states(self.run_json("show"))["fit"], "running")
        self.kill(run, signal.SIGINT)

    def test_two_runs_at_once_in_one_folder(self):
        runs = [self.start("run", "digits.itw", "--set", f"lr={lr}", "--format", "json",
                           fake="*=slow:0.05") for lr in ("1e-3", "2e-3", "3e-3")]
        documents = [self.finish(run).document() for run in runs]
        self.assertEqual([document["status"] for document in documents], ["done"] * 3)
        self.assertEqual(len({document["run"] for document in documents}), 3)
        self.assertEqual(len(self.run_json("runs")["runs"]), 3)
        for lr in ("1e-3", "2e-3", "3e-3"):
            self.expect_states(self.run_json("run", "digits.itw", "--set", f"lr={lr}"), *CACHED)

    def test_resume_of_what_is_done(self):
        self.run_itwc("run", "digits.itw")
        self.assertIn("done already", self.run_itwc("resume", "r0001").out)
        self.assertEqual(self.run_json("resume", code=2)["diagnostics"][0]["code"], "R0206")

    def test_resume_works_from_another_folder(self):
        (self.folder / "study").mkdir()
        for name in ("digits.itw", "digits.csv"):
            shutil.move(self.folder / name, self.folder / "study" / name)
        run = self.start("run", "study/digits.itw", fake=EPOCHS)
        self.wait_for_epoch(run)
        self.kill(run, signal.SIGINT)
        (self.folder / "elsewhere").mkdir()
        resumed = self.run_json("resume", "--dir", "..", cwd=self.folder / "elsewhere")
        self.expect_states(resumed, *DONE)


class ShowTest(ProjectTest):
    def test_show_adds_metrics_environment_and_versions(self):
        self.run_itwc("run", "digits.itw", fake="digits/fit=epochs:4:0")
        shown = self.run_json("show", "r0001")
        self.assertEqual((shown["kind"], shown["status"]), ("show", "done"))
        self.assertEqual(shown["metrics"]["digits/fit"]["train_loss"],
                         [[10, 1.0], [20, 0.5], [30, 1 / 3], [40, 0.25]])
        self.assertEqual(shown["versions"]["worker"], "fake")
        self.assertIn("host", shown["environment"])
        text = self.run_itwc("show").out
        self.assertIn("digits/fit train_loss: 1 -> 0.25 in 4 points", text)

    def test_logs_hold_what_tasks_print(self):
        self.run_itwc("run", "digits.itw", fake="digits/fit=print:300")
        logs = self.run_itwc("logs").out
        self.assertIn("== digits/fit", logs)
        self.assertIn("done printing", logs)
        self.assertIn("info: printed", logs)
        self.assertNotIn("==", self.run_itwc("logs", "digits/fit").out)
        document = self.run_json("logs", "r0001", "digits/fit")
        self.assertEqual(document["logs"][0]["task"], "digits/fit")
        self.assertEqual(self.run_json("logs", "r0001", "digits/fti", code=2)["ok"], False)

    def test_runs_without_any(self):
        self.assertEqual(self.run_itwc("runs").out, "")
        self.assertEqual(self.run_json("runs")["runs"], [])
        self.assertFalse((self.folder / ".itw").exists())

    def test_progress_in_place_on_a_terminal(self):
        here, there = pty.openpty()
        environment = self.environment("digits/fit=epochs:5:0.1", TERM="xterm")
        run = subprocess.Popen([self.itwc, "run", "digits.itw"], cwd=self.folder, env=environment,
                               stdout=subprocess.PIPE, stderr=there, text=True)
        os.close(there)
        shown = b""
        while True:
            try:
                piece = os.read(here, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        out, _ = run.communicate()
        os.close(here)
        text = shown.decode()
        self.assertEqual(run.returncode, 0)
        self.assertRegex(text, r"digits/fit \[####.*epoch 2/5, .*s left, train_loss 1")
        self.assertIn("\x1b[1A\x1b[J", text)
        self.assertIn("digits/fit done", text)
        self.assertIn("run r0001 done", out)

    def test_plain_progress_is_no_flood(self):
        ended = self.run_itwc("run", "digits.itw", fake="digits/fit=epochs:300:0.001")
        self.assertLess(len(ended.err.splitlines()), 20)
        self.assertIn("epoch 300/300", ended.err)


if __name__ == "__main__":
    ProjectTest.itwc, ProjectTest.worker = arguments(["itwc", "worker"])
    unittest.main()

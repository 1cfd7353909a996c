"""What itwc does when the disk fills up, on a small file system of its own: to be started by
`unshare --map-root-user --mount`. full_disk_test.py ITWC WORKER."""

import pathlib
import subprocess
import unittest

from project import ProjectTest, arguments


class FullDiskTest(ProjectTest):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=False)

    def fill(self, leave):
        """Leaves so many bytes free, in pages."""
        stat = subprocess.run(["stat", "-f", "-c", "%a %S", self.disk], capture_output=True, text=True)
        blocks, size = map(int, stat.stdout.split())
        (self.disk / "ballast").write_bytes(bytes(max(0, blocks * size - leave)))

    def test_a_full_disk_at_any_point_is_clear_and_loses_nothing(self):
        codes = set()
        for leave in range(0, 600 * 1024, 20 * 1024):
            self.fill(leave)
            ended = self.finish(self.start("run", "digits.itw", "--dir", "disk", "--format", "json",
                                           fake="digits/fit=epochs:400:0"))
            document = ended.document()
            codes.add(ended.code)
            self.assertIn(ended.code, (0, 6), (leave, ended.out, ended.err))
            if ended.code == 6:
                self.assertEqual(document["diagnostics"][0]["code"], "R0202", ended.out)
            (self.disk / "ballast").unlink()
            if "run" in document:
                told = self.states(document)
                kept = self.states(self.run_json("show", document["run"], "--dir", "disk"))
                for task, state in told.items():
                    if state == "done":
                        self.assertEqual(kept[task], "done", (leave, told, kept))
                resumed = self.run_json("resume", document["run"], "--dir", "disk")
                self.assertEqual(resumed["status"], "done")
            subprocess.run(["rm", "-rf", self.disk / ".itw"], check=True)
        self.assertEqual(codes, {0, 6})


if __name__ == "__main__":
    ProjectTest.itwc, ProjectTest.worker = arguments(["itwc", "worker"])
    unittest.main()

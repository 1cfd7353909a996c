"""Whatever bytes `itwc check`, `plan` and `fmt` are given: they end, within bounds of time and memory, with a diagnostic or a
result, and never by a signal. robustness_test.py ITWC."""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

ITWC = str(pathlib.Path(sys.argv.pop(1)).resolve())
SECONDS, MEMORY = 60, 2 << 30  # Far above what is needed: the machine may be busy. What has no bound exceeds any.
ENDS = {0, 1, 2, 4, 11}


def bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class RobustnessTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def run_itwc(self, *words):
        done = subprocess.run([ITWC, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                              preexec_fn=bounded)
        self.assertIn(done.returncode, ENDS, f"{words}: {done.stderr[-500:]}")
        return done

    def given(self, data, name="x.itw"):
        """What the verbs say of a file; each line that is printed stays readable."""
        (self.folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        for verb in ("check", "plan", "fmt"):
            done = self.run_itwc(verb, name, *(["--check"] if verb == "fmt" else []))
            longest = max((len(line) for line in (done.stderr + done.stdout).split(b"\n")), default=0)
            if verb != "plan":
                self.assertLess(longest, 4000, f"{verb} prints a line of {longest} bytes")
            last = done if verb == "check" else last
        return last

    def refused(self, data, code):
        done = self.given(data)
        self.assertEqual(done.returncode, 1, done.stderr[-500:])
        self.assertIn(f"[{code}]".encode(), done.stderr)
        return done

    def test_nesting_beyond_256(self):
        for opener, closer in (("(", ")"), ("[", "]"), ("f(", ")"), ("{ a = ", " }"), ("not ", ""), ("-", ""), ("if true then ", " else 1")):
            for depth in (255, 257, 100_000):
                done = self.given("itw 1\nlet a = " + opener * depth + "1" + closer * depth + "\n")
                if depth > 257:
                    self.assertEqual(done.returncode, 1)
        self.given("itw 1\ntype T = " + "list<" * 50_000 + "int" + ">" * 50_000 + "\n")
        self.given("itw 1\nlet a = 1" + " + 1" * 100_000 + "\n")
        self.given("itw 1\nimport std.nn\nmodel M(): f32[N] -> f32[N] { relu" + " |> relu" * 30_000 + " }\n")

    def test_lines_of_megabytes(self):
        self.given("itw 1\nlet a = " + "x" * 2_000_000 + "\n")
        self.given('itw 1\nlet a = "' + "x" * 2_000_000 + '"\n')
        self.given("itw 1\nlet a = " + "9" * 2_000_000 + "\n")
        self.given("itw 1\nlet a = [" + ",".join(str(i) for i in range(200_000)) + "]\n")
        self.given("itw 1\n" + "#" + "x" * 2_000_000 + "\n")
        self.given("itw 1 " + " " * 2_000_000)

    def test_ten_thousand_errors_are_fifty_and_a_count(self):
        done = self.refused("itw 1\n" + "".join(f'param c{i}: int = "a"\n' for i in range(10_000)), "E0301")
        self.assertEqual(done.stderr.count(b"error["), 50)
        self.assertIn(b"10000 errors (the first 50 are shown)", done.stderr)
        self.given("itw 1\n" + "let a == && True\n" * 10_000)
        self.given("itw 1\n" + "let a = 1\n" * 10_000)
        self.given("itw 1\n" + "}\n" * 10_000)
        self.given("itw 1\n" + '"' * 10_001)

    def test_everything_that_can_go_round_in_a_circle(self):
        self.refused("itw 1\nlet a = b\nlet b = a\n", "E0206")
        self.given("itw 1\ntype T = list<T>\n")
        self.given("itw 1\nfn f(x: float): float = g(x)\nfn g(x: float): float = f(x)\n")
        self.given("itw 1\nimport std.nn\nmodel A(): f32[N] -> f32[N] { B() }\nmodel B(): f32[N] -> f32[N] { A() }\n")
        self.given("itw 1\npipeline p { a = q() }\npipeline q { a = p() }\n")
        self.given("itw 1\npipeline p { a = b\n b = a }\n")
        self.given("itw 1\nparam a: int = b\nparam b: int = a\n")
        (self.folder / "two.itw").write_text('itw 1\nimport "./x.itw" as x\n')
        self.given('itw 1\nimport "./two.itw" as two\n')
        self.given('itw 1\nimport "./x.itw" as x\n')
        os.symlink(".", self.folder / "again")
        self.given('itw 1\nimport "./again/again/x.itw" as x\n')

    def test_bytes_that_are_no_text_of_ours(self):
        self.refused(b"itw 1\nlet a = \xff\xfe\n", "E0102")
        self.given(b"\xef\xbb\xbfitw 1\n")
        self.given(b"itw 1\r\nlet a = 1\r\n")
        self.given(b"itw 1\nlet a = \0\n")
        self.given(b"\0" * 100_000)
        self.given(bytes(range(256)) * 100)
        self.given(os.urandom(100_000))
        self.given(b"")
        self.given(b"itw 1")
        self.given(b"\xe2\x80\xae" * 10_000)

    def test_what_is_no_file(self):
        os.mkfifo(self.folder / "pipe")
        for name in (".", "/dev/zero", "/dev/null", "pipe", "/proc/self/mem", "not/there.itw", "x" * 5000):
            for verb in ("check", "plan", "fmt"):
                done = self.run_itwc(verb, name)
                self.assertEqual(done.returncode, 2, f"{verb} {name[:40]}: {done.stderr}")
                self.assertTrue(done.stderr.strip())

    def test_a_file_of_a_hundred_megabytes(self):
        with open(self.folder / "big.itw", "wb") as file:
            for _ in range(100):
                file.write(b"itw 1\n# x\n" * 104_858)
        for verb in ("check", "plan", "fmt"):
            self.assertTrue(self.run_itwc(verb, "big.itw").stderr.strip())


if __name__ == "__main__":
    unittest.main()

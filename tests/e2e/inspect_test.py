"""`itwc data inspect` against files that NumPy and the safetensors package wrote: its program is in the one style,
checks, and reads what is there. inspect_test.py ITWC WORKER WHEELS."""

import json
import sys
import unittest

from project import ProjectTest, arguments

ProjectTest.itwc, ProjectTest.worker, WHEELS = arguments(["itwc", "worker", "wheels"])
sys.path.append(WHEELS)

import numpy  # noqa: E402
import safetensors.numpy  # noqa: E402


class InspectTest(ProjectTest):
    def inspect(self, name, missing=False):
        """The fields of a file, after its program was formatted, checked and run."""
        program = self.run_itwc("data", "inspect", name).out
        (self.folder / "made.itw").write_text(program)
        self.run_itwc("fmt", "--check", "made.itw")
        self.run_itwc("check", "made.itw")
        self.run_itwc("run", "made.itw", code=5 if missing else 0)
        document = json.loads(self.run_itwc("data", "inspect", name, "--format", "json").out)
        return document, {field["name"]: field["type"] for field in document["fields"]}

    def test_arrays_of_numpy(self):
        numbers = numpy.random.default_rng(1)
        numpy.save(self.folder / "weather.npy", numpy.asfortranarray(numbers.normal(size=(20, 3))))
        document, fields = self.inspect("weather.npy")
        self.assertEqual((document["reader"], document["rows"]), ("npy", 20))
        self.assertEqual(fields, {"weather": "f64[3]"})
        arrays = {"image": numbers.normal(size=(20, 1, 8, 8)).astype("f4"), "label": numpy.arange(20, dtype="i4") % 7,
                  "count": numpy.arange(40, dtype="i2").reshape(20, 2), "short": numpy.zeros((5, 2)),
                  "scalar": numpy.array(3.0), "in": numpy.zeros(20), "flag": numpy.arange(20) % 2 == 0}
        numpy.savez(self.folder / "many.npz", **arrays)
        document, fields = self.inspect("many.npz")
        self.assertTrue(document["convert"])
        self.assertEqual(fields, {"image": "f32[1, 8, 8]", "label": "class[7]", "count": "i64[2]", "short": "",
                                  "scalar": "", "in": "", "flag": "bool"})

    def test_tensors(self):
        safetensors.numpy.save_file({"x": numpy.zeros((4, 2), "f4"), "y": numpy.arange(4, dtype="i8")}, self.folder / "t.safetensors")
        document, fields = self.inspect("t.safetensors")
        self.assertEqual((document["rows"], document["convert"]), (4, False))
        self.assertEqual(fields, {"x": "f32[2]", "y": "class[4]"})

    def test_columns(self):
        rows = ["x_0,x_1,deep (m),species,name,stamp,gap,y_1"]
        rows += [f"{i / 2},{i},{i / 3},{i % 3},n{i},{1700000000 + i},{'' if i == 2 else i},1" for i in range(10)]
        (self.folder / "t.csv").write_text("\n".join(rows) + "\n")
        document, fields = self.inspect("t.csv", missing=True)
        self.assertEqual(fields, {"x": "f32[2]", "deep (m)": "", "species": "class[3]", "name": "", "stamp": "i64",
                                  "gap": "f32", "y_1": "f32"})
        notes = {field["name"]: field["note"] for field in document["fields"]}
        self.assertEqual(notes["gap"], "integers 0 to 9; 1 value is missing")
        self.assertEqual(document["rows"], 10)

    def test_what_is_no_data(self):
        (self.folder / "cut.npy").write_bytes(b"\x93NUMPY\x01\x00")
        (self.folder / "ragged.csv").write_text("a,b\n1,2\n3\n")
        (self.folder / "words.csv").write_text("a;b\nx;y\n")
        (self.folder / "empty.csv").write_text("")
        for name, code in [("cut.npy", "R0318"), ("ragged.csv", "R0304"), ("words.csv", "R0313"),
                           ("empty.csv", "R0302"), ("nowhere.csv", "R0301")]:
            seen = self.run_itwc("data", "inspect", name, code=5).err
            self.assertIn(f"error[{code}]", seen, name)
        self.assertIn("ragged.csv:3", self.run_itwc("data", "inspect", "ragged.csv", code=5).err)
        self.assertIn("semicolons", self.run_itwc("data", "inspect", "words.csv", code=5).err)
        self.assertIn("inspect", self.run_itwc("data", "look", "words.csv", code=2).err)


if __name__ == "__main__":
    unittest.main()

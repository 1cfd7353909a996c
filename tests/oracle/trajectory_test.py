"""Trainings of itw against the same ones in PyTorch, which `./dev oracle` recorded: the same data, first
weights and batches must give the same losses. trajectory_test.py ITWC WORKER WHEELS [--keep FOLDER]."""

import json
import pathlib
import shutil
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e"), str(HERE)]

from project import ProjectTest, arguments  # noqa: E402

ProjectTest.itwc, ProjectTest.worker, WHEELS = arguments(["itwc", "worker", "wheels"])
sys.path.append(WHEELS)
KEEP = pathlib.Path(sys.argv.pop()) if sys.argv[1:2] == ["--keep"] and sys.argv.pop(1) else None

import numpy  # noqa: E402
import safetensors.numpy  # noqa: E402
from problems import PROBLEMS, SAMPLES, data_of, program_of, trainings_of, weights_of  # noqa: E402

TOLERANCE = {"f4": 1e-5, "f8": 1e-10}


class TrajectoryTest(ProjectTest):
    def start_in(self, name, dtype):
        """A folder with the program, the data and the first weights."""
        x, y = data_of(name, dtype)
        numpy.savez(self.folder / "train.npz", x=x[:SAMPLES], y=y[:SAMPLES])
        numpy.savez(self.folder / "validation.npz", x=x[SAMPLES:], y=y[SAMPLES:])
        safetensors.numpy.save_file(weights_of(name, dtype), self.folder / "start.safetensors")
        (self.folder / "x.itw").write_text(program_of(name, dtype))

    def differences(self, name, dtype):
        """Training -> the largest relative difference of its losses, and of the outputs of one."""
        self.start_in(name, dtype)
        document = self.run_json("run", "x.itw")
        series = self.run_json("show", document["run"])["metrics"]
        recorded = json.loads((HERE / "recorded" / f"{name}.json").read_text())
        worst = {}
        for training in trainings_of(name, dtype):
            for what in ("batch_loss", "validation_loss"):
                ours = numpy.array([value for _, value in series[f"all/fit_{training}"][what]])
                theirs = numpy.array(recorded[f"{training} {dtype} {what}"])
                self.assertEqual(len(ours), len(theirs), training)
                apart = numpy.abs(ours - theirs) / numpy.abs(theirs)
                worst[training] = max(worst.get(training, 0), apart.max())
        published = document["published"]
        with numpy.load(published["outputs"]["path"]) as outputs:
            theirs = numpy.array(recorded[f"adam {dtype} outputs"])
            apart = numpy.abs(outputs[outputs.files[0]].flatten() - theirs)
        worst["outputs"] = apart.max() / numpy.abs(theirs).max()
        if KEEP:
            shutil.copy(published["outputs"]["path"], KEEP / f"{name}-{dtype}.npz")
            shutil.copy(published["weights"]["path"], KEEP / f"{name}-{dtype}.safetensors")
        return worst

    def expect_equal(self, name):
        apart = {}
        for dtype, tolerance in TOLERANCE.items():
            worst = self.differences(name, dtype)
            print(f"{name} {dtype}:", ", ".join(f"{training} {value:.1e}" for training, value in worst.items()))
            apart |= {f"{training} {dtype}": value for training, value in worst.items() if not value <= tolerance}
        self.assertEqual(apart, {})

    def test_the_weights_of_an_export_are_those_of_the_model(self):
        self.start_in("mlp", "f4")
        lines = (self.folder / "x.itw").read_text().split("pipeline")[0]
        (self.folder / "x.itw").write_text(
            lines.replace("import std.data\n", "") +
            'pipeline all {\n  publish export(load_weights(Net(), "start.safetensors")) as "weights"\n}\n')
        path = self.run_json("run", "x.itw")["published"]["weights"]["path"]
        for weight, value in safetensors.numpy.load_file(path).items():
            numpy.testing.assert_array_equal(value, weights_of("mlp", "f4")[weight])


    def test_weights_that_are_not_those_of_the_model_are_refused(self):
        self.start_in("mlp", "f4")
        head = (self.folder / "x.itw").read_text().split("pipeline")[0].replace("import std.data\n", "")
        right = weights_of("mlp", "f4")
        lacking = {name: value for name, value in right.items() if name != "linear_2.b"}
        for weights, more, words in [
                (lacking, "", ["lacks `linear_2.b`", "`Net`"]),
                (right | {"head.w": right["linear_1.w"]}, "", ["has `head.w`"]),
                (right | {"linear_1.b": right["linear_1.b"][1:]}, "", ["`f32[23]`", "`f32[24]`"]),
                (weights_of("mlp", "f8"), "", ["`f64[24, 12]`", "`f32[24, 12]`"]),
                (lacking, ", seed = 1", []),
                (right | {"head.w": right["linear_1.w"]}, ', extra = "ignore"', []),
                (weights_of("mlp", "f8"), ", convert = true", [])]:
            safetensors.numpy.save_file(weights, self.folder / "start.safetensors")
            (self.folder / "x.itw").write_text(
                f'{head}pipeline all {{\n  start = load_weights(Net(), "start.safetensors"{more})\n'
                '  publish export(start) as "weights"\n}\n')
            document = self.run_json("run", "x.itw", code=5 if words else 0)
            if not words:
                path = document["published"]["weights"]["path"]
                self.assertEqual(set(safetensors.numpy.load_file(path)), set(right))
                continue
            error = next(one for one in document["diagnostics"] if one["severity"] == "error")
            self.assertEqual(error["code"], "R0408", error)
            for word in words:
                self.assertIn(word, error["message"])


for each in PROBLEMS:
    setattr(TrajectoryTest, f"test_{each}", lambda self, name=each: self.expect_equal(name))

if __name__ == "__main__":
    unittest.main()

"""The examples against what is known of them: least squares for the linear model of diabetes, the noise that the pendulum
was simulated with. examples_test.py ITWC WORKER EXAMPLES."""

import csv
import pathlib
import shutil
import subprocess
import sys
import unittest

from project import ProjectTest, arguments

ProjectTest.itwc, ProjectTest.worker, EXAMPLES = arguments(["itwc", "worker", "examples"])
EXAMPLES = pathlib.Path(EXAMPLES)

import numpy  # noqa: E402


class ExamplesTest(ProjectTest):
    def run_example(self, name, *words):
        """What the example publishes: numbers, and the paths of files."""
        shutil.copytree(EXAMPLES / name, self.folder, dirs_exist_ok=True)
        self.run_itwc("fmt", "--check", f"{name}.itw")
        return self.run_json("run", f"{name}.itw", *words)["published"]

    def column(self, published, name):
        with open(published["path"]) as file:
            return numpy.array([float(row[name]) for row in csv.DictReader(file)])

    def test_the_linear_model_is_that_of_least_squares(self):
        published = self.run_example("diabetes")
        train, test = (numpy.load(published[part]["path"]) for part in ("train", "test"))
        mean, spread = (getattr(train["patient"].astype("f8"), what)(axis=0) for what in ("mean", "std"))
        table = [numpy.column_stack([(part["patient"] - mean) / spread, numpy.ones(len(part["patient"]))])
                 for part in (train, test)]
        weights = numpy.linalg.lstsq(table[0], train["progression"].astype("f8"), rcond=None)[0]
        meant = (table[1] @ weights)[:, 0]
        seen = self.column(published["predictions"], "progression")
        self.assertEqual(len(seen), len(test["progression"]))
        numpy.testing.assert_allclose(seen, meant, rtol=0, atol=1e-3 * meant.std())
        truth = test["progression"][:, 0].astype("f8")
        r2 = 1 - ((truth - meant) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()
        self.assertAlmostEqual(published["score"]["r2"], r2, delta=1e-3)

    def test_the_network_explains_about_as_much(self):
        published = self.run_example("diabetes", "--set", "model=network")
        self.assertGreater(published["score"]["r2"], 0.4)

    def test_the_simulation_makes_the_file(self):
        made = subprocess.run([sys.executable, "simulate.py"], cwd=EXAMPLES / "pendulum", capture_output=True, check=True)
        self.assertEqual(made.stdout, (EXAMPLES / "pendulum/swings.csv").read_bytes())

    def test_forecasts_are_nearly_as_good_as_the_noise_allows(self):
        published = self.run_example("pendulum")
        self.assertGreater(published["score"]["mse"], 0.8e-4)
        self.assertLess(published["score"]["mse"], 3e-4)
        self.assertEqual(len(self.column(published["predictions"], "target")), 9 * 40)


if __name__ == "__main__":
    unittest.main()

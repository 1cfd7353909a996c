"""Files of NumPy and safetensors in, files that NumPy and safetensors read back out, and the numbers in
between against NumPy's own. data_test.py ITWC WORKER WHEELS."""

import pathlib
import sys
import unittest

from project import ProjectTest, arguments

ProjectTest.itwc, ProjectTest.worker, WHEELS = arguments(["itwc", "worker", "wheels"])
sys.path.append(WHEELS)

import numpy  # noqa: E402
import safetensors.numpy  # noqa: E402

HEAD = "itw 1\nimport std.data\nimport std.nn\nimport std.train\n"


class DataTest(ProjectTest):
    def write(self, body, name="x.itw"):
        (self.folder / name).write_text(HEAD + body)

    def save(self, name, array):
        numpy.save(self.folder / name, array)

    def published(self, body, name):
        """The path of a published file of a program's run."""
        self.write(body)
        return pathlib.Path(self.run_json("run", "x.itw")["published"][name]["path"])

    def failing(self, body):
        self.write(body)
        document = self.run_json("run", "x.itw", code=5)
        return next(one for one in document["diagnostics"] if one["severity"] == "error")

    def columns(self, seed=0, rows=60):
        random = numpy.random.default_rng(seed)
        return {"x": random.normal(3, 2, (rows, 2, 3)).astype("f4"),
                "y": random.normal(0, 1, (rows, 1)).astype("f4"),
                "label": random.integers(0, 4, rows)}

    SCHEMA = "{ x: f32[2, 3], y: f32[1], label: class[4] }"

    def test_every_form_of_an_array_reads_as_the_same_values(self):
        data = self.columns()
        forms = {"plain": lambda a: a, "fortran": numpy.asfortranarray, "swapped": lambda a: a.astype(a.dtype.newbyteorder()),
                 "short": lambda a: a.astype("i1") if a.dtype.kind == "i" else a}
        for form, change in forms.items():
            arrays = {name: change(array) for name, array in data.items()}
            numpy.savez(self.folder / f"{form}.npz", **arrays, unused=numpy.arange(3))
            numpy.savez_compressed(self.folder / f"{form}_small.npz", **arrays)
        stored = {name: numpy.ascontiguousarray(array) for name, array in data.items()}
        safetensors.numpy.save_file({**stored, "label": stored["label"].astype("i4")}, self.folder / "all.safetensors")
        sources = [f'npz("{form}{small}.npz", schema = {self.SCHEMA})' for form in forms for small in ("", "_small")]
        sources.append(f'safetensors("all.safetensors", schema = {self.SCHEMA})')
        body = "pipeline p() {\n" + "".join(f"  d{i} = {source}\n  publish save_npz(d{i}) as \"d{i}\"\n"
                                            for i, source in enumerate(sources)) + "}\n"
        self.write(body)
        published = self.run_json("run", "x.itw")["published"]
        self.assertEqual(len({entry["artifact"] for entry in published.values()}), 1)
        with numpy.load(published["d0"]["path"]) as back:
            for name, array in data.items():
                numpy.testing.assert_array_equal(back[name], array)

    def test_the_parts_that_time_gives_and_windows_of_them(self):
        random = numpy.random.default_rng(1)
        hour = random.permutation(50).astype("f4")
        value = random.normal(0, 1, (50, 2)).astype("f4")
        numpy.savez(self.folder / "series.npz", hour=hour, value=value)
        path = self.published("""
pipeline p() {
  all = npz("series.npz", schema = { hour: f32, value: f32[2] })
  parts = all |> split_time(time = hour, train = 80%, test = 20%)
  scaled = parts.test |> normalize(like = parts.train, fields = [value])
  cut = scaled |> windows(length = 4, target = value, horizon = 2, stride = 3, fields = [value])
  publish save_npz(cut) as "cut"
}
""", "cut")
        order = numpy.argsort(hour)
        train, test = value[order[:40]].astype("f8"), value[order[40:]].astype("f8")
        scaled = (test - train.mean(0)) / train.std(0)
        starts = range(0, 10 - 5, 3)
        with numpy.load(path) as back:
            self.assertEqual(sorted(back), ["target", "value"])
            numpy.testing.assert_allclose(back["value"], [scaled[s:s + 4] for s in starts], rtol=2e-6)
            numpy.testing.assert_allclose(back["target"], [scaled[s + 5] for s in starts], rtol=2e-6)

    def test_windows_end_where_a_group_does_and_groups_stay_together(self):
        group = numpy.repeat(numpy.arange(12), 5)
        value = numpy.arange(60, dtype="f8")
        numpy.savez(self.folder / "groups.npz", group=group, value=value)
        self.write("""
pipeline p() {
  all = npz("groups.npz", schema = { group: i64, value: f64 })
  cut = all |> windows(length = 3, target = value, fields = [value], group = group)
  parts = all |> split_groups(group = group, train = 50%, validation = 25%, test = 25%, seed = 4)
  publish save_npz(cut) as "cut"
  publish save_npz(parts.train) as "train"
  publish save_npz(parts.validation) as "validation"
  publish save_npz(parts.test) as "test"
}
""")
        published = self.run_json("run", "x.itw")["published"]
        loaded = {name: numpy.load(entry["path"]) for name, entry in published.items()}
        starts = [5 * g + s for g in range(12) for s in range(2)]
        numpy.testing.assert_array_equal(loaded["cut"]["value"], [value[s:s + 3] for s in starts])
        numpy.testing.assert_array_equal(loaded["cut"]["target"], [value[s + 3] for s in starts])
        parts = [set(loaded[name]["group"]) for name in ("train", "validation", "test")]
        self.assertEqual([len(part) for part in parts], [6, 3, 3])
        self.assertEqual(set.union(*parts), set(range(12)))
        self.assertEqual(sum(len(loaded[name]["value"]) for name in ("train", "validation", "test")), 60)

    def test_min_max_of_a_whole_field_and_back(self):
        data = self.columns(2)
        numpy.savez(self.folder / "all.npz", **data)
        self.write(f"""
pipeline p() {{
  all = npz("all.npz", schema = {self.SCHEMA})
  there = all |> normalize(like = all, fields = [x, y], method = "min_max", per = "field")
  back = there |> denormalize(like = all, fields = [x, y], method = "min_max", per = "field")
  publish save_npz(there) as "there"
  publish save_npz(back) as "back"
}}
""")
        published = self.run_json("run", "x.itw")["published"]
        x = data["x"].astype("f8")
        with numpy.load(published["there"]["path"]) as there:
            numpy.testing.assert_allclose(there["x"], (x - x.min()) / (x.max() - x.min()), rtol=1e-6, atol=1e-7)
        with numpy.load(published["back"]["path"]) as back:
            numpy.testing.assert_allclose(back["x"], data["x"], rtol=1e-6, atol=1e-6)
            numpy.testing.assert_array_equal(back["label"], data["label"])

    def test_predictions_in_the_order_of_the_data_are_what_the_exported_weights_give(self):
        data = self.columns(3, 100)
        numpy.savez(self.folder / "all.npz", **data)
        self.write(f"""
model Net(): (x: f32[N, 2, 3]) -> (y: f32[N, 1]) {{ y = x |> flatten |> linear(8) |> tanh |> linear(1) }}
pipeline p() {{
  all = npz("all.npz", schema = {self.SCHEMA})
  parts = all |> split(train = 60%, test = 40%, seed = 5)
  fit = train(model = Net(), data = parts.train, target = y, loss = mse, optimizer = adam(lr = 0.01), epochs = 3,
    batch = 16, seed = 5)
  seen = predict(fit.model, data = parts.test, batch = 7)
  publish save_csv(seen) as "csv"
  publish save_npy(seen, field = y) as "npy"
  publish save_npz(parts.test) as "test"
  publish export(fit.model) as "weights"
  publish export(fit.model, dtype = "bf16") as "small"
}}
""")
        published = self.run_json("run", "x.itw")["published"]
        paths = {name: entry["path"] for name, entry in published.items()}
        weights = safetensors.numpy.load_file(paths["weights"])
        self.assertEqual(sorted(weights), ["y.linear_1.b", "y.linear_1.w", "y.linear_2.b", "y.linear_2.w"])
        with numpy.load(paths["test"]) as test:
            x = test["x"].reshape(40, 6)
        hidden = numpy.tanh(x @ weights["y.linear_1.w"].T + weights["y.linear_1.b"])
        wanted = hidden @ weights["y.linear_2.w"].T + weights["y.linear_2.b"]
        seen = numpy.load(paths["npy"])
        numpy.testing.assert_allclose(seen, wanted, rtol=1e-5, atol=1e-6)
        text = numpy.loadtxt(paths["csv"], skiprows=1, dtype="f4").reshape(40, 1)
        numpy.testing.assert_array_equal(text, seen)
        header = pathlib.Path(paths["small"]).read_bytes()
        self.assertIn(b'"BF16"', header)

    def test_models_of_models_and_shared_layers_compute_what_they_say(self):
        random = numpy.random.default_rng(8)
        x, z = random.normal(size=(2, 50, 8)).astype("f4")
        numpy.savez(self.folder / "two.npz", x=x, z=z, y=(x - z).sum(1, keepdims=True))
        self.write("""
model Encoder(width: int): f32[N, 8] -> f32[N, width] { linear(16) |> relu |> linear(width) }
model Split(): (x: f32[N, 8]) -> (left: f32[N, 4], right: f32[N, 4]) {
  left = x |> linear(4)
  right = x |> linear(4) |> relu
}
model Merge(): (a: f32[N, K], b: f32[N, K]) -> f32[N, K] { a * b + a }
model Twin(): (x: f32[N, 8], z: f32[N, 8]) -> (y: f32[N, 1], joint: f32[N, 4, 3]) {
  layer encode = Encoder(4)
  s = Split(x)
  d = encode(x) - encode(z)
  m = Merge(b = s.right, a = s.left)
  y = d + m |> linear(1)
  joint = concat(d, s.left, m, dim = 1) |> reshape(sizes = [3, -1]) |> transpose(dims = [1, 2])
}
pipeline p() {
  all = npz("two.npz", schema = { x: f32[8], z: f32[8], y: f32[1] })
  fit = train(model = Twin(), data = all, loss = mse, optimizer = adam(lr = 0.01), epochs = 2, batch = 16, seed = 5)
  publish save_npz(predict(fit.model, data = all)) as "seen"
  publish export(fit.model) as "weights"
}
""")
        published = self.run_json("run", "x.itw")["published"]
        w = safetensors.numpy.load_file(published["weights"]["path"])
        linear = lambda v, name: v @ w[name + ".w"].T + w[name + ".b"]  # noqa: E731
        encode = lambda v: linear(numpy.maximum(linear(v, "encode.linear_1"), 0), "encode.linear_2")  # noqa: E731
        left, right = linear(x, "s.left"), numpy.maximum(linear(x, "s.right.linear_1"), 0)
        d, m = encode(x) - encode(z), left * right + left
        with numpy.load(published["seen"]["path"]) as seen:
            numpy.testing.assert_allclose(seen["y"], linear(d + m, "y.linear_1"), rtol=1e-4, atol=1e-5)
            joint = numpy.concatenate([d, left, m], 1).reshape(50, 3, 4).transpose(0, 2, 1)
            numpy.testing.assert_allclose(seen["joint"], joint, rtol=1e-4, atol=1e-5)

    def test_noise_has_its_moments_and_depends_on_seed_and_sample_alone(self):
        numpy.savez(self.folder / "zero.npz", x=numpy.zeros((20000, 3)))
        self.write("""
pipeline p() {
  all = npz("zero.npz", schema = { x: f64[3] })
  parts = all |> split(train = 50%, test = 50%, seed = 1)
  publish save_npy(add_noise(all, std = 0.5, seed = 9), field = x) as "all"
  publish save_npy(add_noise(parts.test, std = 0.5, seed = 9), field = x) as "part"
  publish save_npy(add_noise(all, std = 0.5, seed = 10), field = x) as "other"
}
""")
        published = self.run_json("run", "x.itw")["published"]
        noise, part, other = (numpy.load(published[name]["path"]) for name in ("all", "part", "other"))
        self.assertAlmostEqual(float(noise.mean()), 0, delta=0.01)
        self.assertAlmostEqual(float(noise.std()), 0.5, delta=0.01)
        self.assertLess(abs(numpy.corrcoef(noise.T)[0, 1]), 0.03)
        self.assertTrue(numpy.isin(part, noise).all())
        self.assertFalse(numpy.isin(other, noise).any())

    def test_functions_of_the_file_as_loss_metric_and_transform(self):
        x = numpy.linspace(-2, 2, 64).astype("f4").reshape(64, 1)
        numpy.savez(self.folder / "line.npz", x=x, y=3 * x)
        self.write("""
fn double(value: float): float = if value > 0 then 2 * value else sqrt(-value)
fn gap(predicted: float, truth: float): float = abs(predicted - truth)
fn square(predicted: float, truth: float): float = (predicted - truth) * (predicted - truth)
model Line(): (x: f32[N, 1]) -> (y: f32[N, 1]) { y = x |> linear(1) }
pipeline p() {
  all = npz("line.npz", schema = { x: f32[1], y: f32[1] })
  bent = all |> apply(y, function = double)
  mine = train(model = Line(), data = all, validation = all, loss = mean(square), optimizer = sgd(lr = 0.05),
    metrics = [mae, mean(gap), largest(gap)], epochs = 5, batch = 64, seed = 1, keep = best(mean_gap))
  theirs = train(model = Line(), data = all, loss = mse, optimizer = sgd(lr = 0.05), epochs = 5, batch = 64, seed = 1)
  publish save_npy(bent, field = y) as "bent"
  publish mine.mae as "mae"
  publish mine.mean_gap as "mean"
  publish mine.largest_gap as "largest"
  publish mine.train_loss as "mine"
  publish theirs.train_loss as "theirs"
}
""")
        published = self.run_json("run", "x.itw")["published"]
        y = 3 * x.astype("f8")
        wanted = numpy.where(y > 0, 2 * y, numpy.sqrt(numpy.abs(y)))
        numpy.testing.assert_allclose(numpy.load(published["bent"]["path"]), wanted, rtol=1e-6)
        self.assertAlmostEqual(published["mine"], published["theirs"], delta=1e-6 * published["theirs"])
        self.assertAlmostEqual(published["mae"], published["mean"], delta=1e-12)
        self.assertGreater(published["largest"], published["mean"])

    def reading(self, source):
        return f'pipeline p() {{\n  publish save_npz({source}) as "d"\n}}\n'

    def test_what_is_wrong_with_an_array_is_said_with_its_place(self):
        data = self.columns(4)
        bad = data["x"].copy()
        bad[17, 1, 2] = numpy.nan
        wrong_label = data["label"].copy()
        wrong_label[5] = 4
        numpy.savez(self.folder / "bad.npz", x=bad, y=data["y"], label=data["label"], wide=data["x"].astype("f8"),
                    wrong=wrong_label, huge=numpy.full(60, 1e300), half=numpy.full(60, 0.5), short=data["y"][:59],
                    text=numpy.array(["a"] * 60), empty=numpy.zeros((0, 2)))
        for schema, extra, code, words in [
                ("{ x: f32[2, 3] }", "", "R0305", ["`nan`", "`x[17, 1, 2]`", "bad.npz"]),
                ("{ wide: f32[2, 3] }", "", "R0315", ["f64[60, 2, 3]", "f32[2, 3]"]),
                ("{ y: f32[2] }", "", "R0316", ["f32[60, 1]", "f32[2]"]),
                ("{ z: f32[2] }", "", "R0317", ["`z`"]),
                ("{ wrong: class[4] }", "", "R0306", ["`4`", "`wrong[5]`"]),
                ("{ huge: f32 }", ", convert = true", "R0310", ["`1e+300`", "huge[0]", "f32"]),
                ("{ half: i64 }", ", convert = true", "R0310", ["`0.5`", "half[0]"]),
                ("{ y: f32[1], short: f32[1] }", "", "R0319", ["60", "59"]),
                ("{ text: f32 }", "", "R0315", ["<U1"]),
                ("{ empty: f64[2] }", "", "R0302", ["empty"]),
        ]:
            diagnostic = self.failing(self.reading(f'npz("bad.npz", schema = {schema}{extra})'))
            self.assertEqual(diagnostic["code"], code, diagnostic)
            for word in words:
                self.assertIn(word, diagnostic["message"])

    def test_files_that_are_cut_off_foreign_or_not_there(self):
        self.save("x.npy", numpy.arange(12, dtype="f4"))
        whole = (self.folder / "x.npy").read_bytes()
        (self.folder / "short.npy").write_bytes(whole[:-3])
        (self.folder / "long.npy").write_bytes(whole + b"x")
        (self.folder / "text.npy").write_text("1,2,3\n")
        (self.folder / "empty.npy").write_bytes(b"")
        (self.folder / "liar.npy").write_bytes(whole.replace(b"(12,)", b"(9000000000000000000,)"[:5]))
        numpy.savez(self.folder / "x.npz", x=numpy.arange(300, dtype="f8"))
        archive = bytearray((self.folder / "x.npz").read_bytes())
        archive[700] ^= 1
        (self.folder / "flipped.npz").write_bytes(archive)
        (self.folder / "cut.npz").write_bytes(archive[:900])
        for source, code in [('npy("short.npy", schema = { x: f32 })', "R0318"),
                             ('npy("long.npy", schema = { x: f32 })', "R0318"),
                             ('npy("text.npy", schema = { x: f32 })', "R0318"),
                             ('npy("empty.npy", schema = { x: f32 })', "R0318"),
                             ('npy("liar.npy", schema = { x: f32 })', "R0318"),
                             ('npz("flipped.npz", schema = { x: f64 })', "R0318"),
                             ('npz("cut.npz", schema = { x: f64 })', "R0318"),
                             ('npz("text.npy", schema = { x: f64 })', "R0318"),
                             ('safetensors("text.npy", schema = { x: f64 })', "R0311"),
                             ('npy("x.npy", schema = { x: f32, y: f32 })', "R0317")]:
            self.assertEqual(self.failing(self.reading(source))["code"], code, source)
        self.write(self.reading('npy("none.npy", schema = { x: f32 })'))
        self.assertIn("none.npy", self.run_itwc("run", "x.itw", code=5).err)

    def test_a_function_without_a_value_a_series_too_short_and_parts_without_a_group(self):
        numpy.savez(self.folder / "s.npz", x=numpy.arange(4, dtype="f8") - 1, g=numpy.arange(4) // 2)
        source = 'npz("s.npz", schema = { x: f64, g: i64 })'
        for code, call, word in [("R0321", f"apply({source}, field = x, function = ln)", "sample 0"),
                                 ("R0320", f"windows({source}, length = 4, target = x)", "4 samples"),
                                 ("R0320", f"windows({source}, length = 2, target = x, group = g)", "4 samples"),
                                 ("R0312", f"split_groups({source}, group = g, train = 80%, test = 20%, seed = 1).test",
                                  "2 groups"),
                                 ("R0319", f'zip({source}, npz("t.npz", schema = {{ y: f64 }}))', "4 samples")]:
            numpy.savez(self.folder / "t.npz", y=numpy.arange(3, dtype="f8"))
            diagnostic = self.failing("fn ln(value: float): float = log(value)\n" + self.reading(call))
            self.assertEqual(diagnostic["code"], code, diagnostic)
            self.assertIn(word, diagnostic["message"])


if __name__ == "__main__":
    unittest.main()

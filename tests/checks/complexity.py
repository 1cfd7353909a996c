"""Ten times the work costs at most twelve times the instructions, for each thing of which a file can have many.
complexity.py ITWC; valgrind counts, so the result is the same on every machine, however busy."""

import pathlib
import re
import subprocess
import sys
import tempfile

SMALL, FACTOR, LIMIT = 150, 10, 12.0
READ = 'raw = csv("a.csv", schema = { x: f32[8], y: f32[8] })'
FIT = "loss = mse, optimizer = sgd(lr = 0.1), epochs = 1, batch = 4, seed = 1)"


def joined(template, count):
    return "\n".join(template.format(i=i, before=i - 1) for i in range(1, count + 1))


def pipeline(body):
    return f"pipeline p() {{\n  {READ}\n{body}\n}}\n"


def layers(count):
    chain = joined("  h{i} = h{before} |> linear(8)", count)
    return (f"model M(): (h0: f32[N, 8]) -> (y: f32[N, 8]) {{\n{chain}\n  y = h{count} |> relu\n}}\n"
            + pipeline(f"  fit = train(model = M(), data = raw, target = y, {FIT}\n  publish fit.model as \"m\"")
            .replace("x: f32", "h0: f32"))


# What a file has many of: the verb that reads it and the text for a count.
CASES = {
    "constants": ("check", lambda n: "let c0 = 1\n" + joined("let c{i} = c{before} + {i}", n)),
    "params": ("check", lambda n: joined("param p{i}: float in 0..=10 = 0.5 where p{i} < 20", n)),
    "functions": ("check", lambda n: joined("fn f{i}(x: float): float = x * {i} + 1.0", n)),
    "models": ("check", lambda n: joined(
        "model M{i}(w: int = 4): f32[N, 8] -> f32[N, w] {{ linear(w) |> relu |> linear(w) }}", n)),
    "layers of a model": ("plan", layers),
    "tasks": ("plan", lambda n: pipeline("  d0 = raw\n" + joined(
        "  d{i} = d{before} |> add_noise(0.1, seed = {i})", n) + f"\n  publish save_csv(d{n}) as \"d\"")),
    "results": ("plan", lambda n: pipeline(joined(
        "  d{i} = raw |> add_noise(0.1, seed = {i})\n  publish save_csv(d{i}) as \"d{i}\"", n))),
    "errors": ("check", lambda n: joined('let c{i}: int = "a"', n)),
    "unknown names": ("check", lambda n: joined("let c{i} = unknown_{i} + 1", n)),
    "dicts of another language": ("check", lambda n: "let c = {" + ", ".join(f'"k{i}": {i}' for i in range(n)) + "}"),
    "functions without a name in one line": ("check", lambda n: "let c = [" + ", ".join(["lambda x: x"] * n) + "]"),
    "comments of another language": ("check", lambda n: joined("let c{i} = 1 // the comment {i}", n)),
    "comments without an end": ("check", lambda n: joined("/* comment {i}", n)),
    "strings with a prefix": ("check", lambda n: "let c = [" + ", ".join(f'f"a{i}"' for i in range(n)) + "]"),
    "blocks by a colon": ("check", lambda n: joined("pipeline p{i}:\n  a = 1", n)),
    "slips": ("check", lambda n: joined("let c{i} == {i} && True", n)),
    "names twice": ("check", lambda n: joined("let c = {i}", n)),
    "elements of a list": ("check", lambda n: "let c = [" + ", ".join(str(i) for i in range(n)) + "]"),
    "arguments by name": ("check", lambda n: "fn f(" + ", ".join(f"a{i}: float" for i in range(n)) + "): float = "
                          + " + ".join(f"a{i}" for i in range(min(n, 9))) + "\nlet c = f(" + ", ".join(f"a{i} = 1.0" for i in range(n)) + ")"),
    "broken lines and what they bind": ("check", lambda n: pipeline(joined("  a{i} == csv(\"{i}.csv\")\n  b{i} = a{i}.x", n))),
    "comments": ("fmt", lambda n: joined("# comment {i}\nlet c{i} = {i} # behind", n)),
}


def instructions(itwc, verb, file):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", itwc, verb, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if found is None or done.returncode not in (0, 1):
        sys.exit(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    return int(found.group(1))


def main():
    itwc = sys.argv[1]
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        def cost(verb, text):
            file = pathlib.Path(folder) / "x.itw"
            file.write_text("itw 1\n\nimport std.data\nimport std.nn\nimport std.train\n" + text + "\n")
            return instructions(itwc, verb, file)

        for name, (verb, make) in CASES.items():
            # What a file of that kind costs whatever it holds: an error leaves out stages that others pass.
            one = cost(verb, make(1))
            few, many = (cost(verb, make(count)) - one for count in (SMALL, FACTOR * SMALL))
            ratio = many / max(few, 1)
            print(f"{name}: {few / SMALL:,.0f} instructions each, {FACTOR} times as many cost {ratio:.2f} times as much")
            if ratio > LIMIT:
                problems.append(name)
    if problems:
        print(f"more than {LIMIT:g} times: {', '.join(problems)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

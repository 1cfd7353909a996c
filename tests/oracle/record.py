"""./dev oracle: trains the problems in PyTorch and writes what trajectory_test.py compares with."""

import argparse
import functools
import json
import pathlib
import sys

import numpy
import safetensors.torch
import torch
from torch import nn
from torch.optim import lr_scheduler, swa_utils

from counter import order
from problems import (BATCH, EPOCHS, PROBLEMS, SAMPLES, SEARCH_EPOCHS, SEED, data_of, size_of, trainings_of,
                      weights_of)

RECORDED = pathlib.Path(__file__).resolve().parent / "recorded"
STEPS = EPOCHS * -(-SAMPLES // BATCH)
EPOCH = STEPS // EPOCHS


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = nn.LSTM(3, 8, batch_first=True)
        self.last = nn.Linear(8, 1)

    def forward(self, x):
        return self.last(self.recurrent(x)[0].mean(1))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=first)
                  for first in (False, True)]
        self.first, self.last = nn.Linear(4, 8), nn.Linear(8, 4)
        self.behind, self.before = layers

    def forward(self, x):
        return self.last(self.before(self.behind(self.first(x))).mean(1))


MODELS = {
    "mlp": lambda: nn.Sequential(nn.Linear(12, 24), nn.Tanh(), nn.Linear(24, 16), nn.GELU(), nn.Linear(16, 1)),
    "cnn": lambda: nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6, momentum=0.2), nn.ReLU(), nn.Flatten(), nn.Linear(96, 5)),
    "lstm": Recurrent,
    "transformer": Transformer,
}
LOSSES = {"mlp": nn.MSELoss(), "cnn": nn.CrossEntropyLoss(), "lstm": nn.HuberLoss(delta=0.5),
          "transformer": nn.CrossEntropyLoss(label_smoothing=0.1)}
optim = torch.optim
lbfgs = functools.partial(optim.LBFGS, line_search_fn="strong_wolfe")
OPTIMIZERS = {
    "momentum": lambda p: optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=1e-3),
    "nesterov": lambda p: optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=1e-3),
    "adam": lambda p: optim.Adam(p, lr=2e-3, weight_decay=1e-3),
    "adamw": lambda p: optim.AdamW(p, lr=2e-3),
    "rmsprop": lambda p: optim.RMSprop(p, lr=1e-3),
    "rmsprop_momentum": lambda p: optim.RMSprop(p, lr=3e-4, alpha=0.95, momentum=0.8, weight_decay=1e-3),
    "adagrad": lambda p: optim.Adagrad(p, lr=1e-2, weight_decay=1e-3),
    "lbfgs": lambda p: lbfgs(p, lr=0.3, max_iter=1, history_size=5),
    "lbfgs_search": lambda p: lbfgs(p, lr=0.7, max_iter=3, history_size=10),
    "lbfgs_long": lambda p: lbfgs(p, lr=0.7, max_iter=20, history_size=10),
    "average": lambda p: optim.Adam(p, lr=2e-3),
    "plateau": lambda p: optim.SGD(p, lr=0.2),
}


# Stepped after every step of the optimizer.
SCHEDULES = {
    "step": lambda o: lr_scheduler.StepLR(o, 5 * EPOCH, gamma=0.5),
    "multistep": lambda o: lr_scheduler.MultiStepLR(o, [4 * EPOCH, 9 * EPOCH], gamma=0.3),
    "exponential": lambda o: lr_scheduler.LambdaLR(o, lambda step: 0.9 ** (step // EPOCH)),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS),
    "polynomial": lambda o: lr_scheduler.PolynomialLR(o, STEPS, power=2.0),
    "one_cycle": lambda o: lr_scheduler.OneCycleLR(o, 0.05, total_steps=STEPS, cycle_momentum=False),
    "warmup": lambda o: lr_scheduler.LinearLR(o, 1 / (3 * EPOCH), total_iters=3 * EPOCH - 1),
}


def module_of(name, dtype):
    """The module with the first weights that itw starts from."""
    module = MODELS[name]().to(torch.float32 if dtype == "f4" else torch.float64)
    load(module, name, {ours: torch.from_numpy(value) for ours, value in weights_of(name, dtype).items()})
    return module


def load(module, name, weights):
    state = {theirs: weights.pop(ours) for ours, (theirs, _) in PROBLEMS[name].weights.items()}
    assert not weights, weights.keys()
    # How many batches were seen, which itw does not count.
    counters = {key for key in module.state_dict() if key.endswith("num_batches_tracked")}
    missing = module.load_state_dict(state, strict=False)
    assert set(missing.missing_keys) <= counters and not missing.unexpected_keys, missing


def shares_of(training, x, y):
    """The parts of a batch whose gradients add up, with their share of it."""
    parts = 3 if training == "accumulate" else 1
    bounds = [len(x) * part // parts for part in range(parts + 1)]
    return [(x[a:b], y[a:b], (b - a) / len(x)) for a, b in zip(bounds, bounds[1:])]


def train(name, training, dtype, rearrange=lambda rows: rows):
    """The loss of every batch, and that of the validation set after every epoch."""
    x, y = map(torch.from_numpy, data_of(name, dtype))
    module, loss_of = module_of(name, dtype), LOSSES[name]
    make = OPTIMIZERS.get(training, lambda p: optim.SGD(p, lr=0.05))
    optimizer = make(module.parameters())
    schedule = SCHEDULES[training](optimizer) if training in SCHEDULES else None
    plateau = lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.2, patience=0) if training == "plateau" else None
    average = None
    if training == "average":
        average = swa_utils.AveragedModel(module, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(0.9))
    batch, epochs = size_of(training, dtype)
    losses, validation = [], []

    def closure(rows):
        optimizer.zero_grad()
        total = 0.0
        for xs, ys, share in shares_of(training, x[rows], y[rows]):
            loss = loss_of(module(xs), ys) * share
            loss.backward()
            total += loss.item()
        if training == "clip_norm":
            nn.utils.clip_grad_norm_(module.parameters(), 0.1)
        if training == "clip_value":
            nn.utils.clip_grad_value_(module.parameters(), 0.02)
        return total

    for epoch in range(1, epochs + 1):
        module.train()
        total = 0.0
        for rows in torch.tensor(order(SAMPLES, SEED, epoch)).split(batch):
            losses.append(float(optimizer.step(lambda: closure(rearrange(rows)))))
            total += losses[-1] * len(rows)
            if schedule:
                schedule.step()
            if average:
                average.update_parameters(module)
        if plateau:
            plateau.step(total / SAMPLES)
        measured = average or module
        measured.eval()
        with torch.no_grad():
            validation.append(loss_of(measured(x[SAMPLES:]), y[SAMPLES:]).item())
    outputs = module(x[SAMPLES:]).detach().flatten().tolist()
    return {"batch_loss": losses, "validation_loss": validation} | ({"outputs": outputs} if training == "adam" else {})


def record():
    for name in PROBLEMS:
        lines = []
        for dtype in ("f4", "f8"):
            digits = ".9g" if dtype == "f4" else ".17g"
            for training in trainings_of(name, dtype):
                for what, values in train(name, training, dtype).items():
                    numbers = [float(format(value, digits)) for value in values]
                    lines.append(f"{json.dumps(f'{training} {dtype} {what}')}: {json.dumps(numbers)}")
        RECORDED.joinpath(f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"recorded {name}")


def kept_files(folder):
    return [folder / f"{name}-{dtype}.{kind}"
            for name in PROBLEMS for dtype in ("f4", "f8") for kind in ("safetensors", "npz")]


def check(folder):
    """Loads the weights that itw exported into PyTorch's modules, whose outputs must be what itw predicted."""
    for name in PROBLEMS:
        for dtype in ("f4", "f8"):
            module = module_of(name, dtype)
            load(module, name, safetensors.torch.load_file(folder / f"{name}-{dtype}.safetensors"))
            ours = numpy.load(folder / f"{name}-{dtype}.npz")
            outputs = module.eval()(torch.from_numpy(data_of(name, dtype)[0][SAMPLES:])).detach().numpy()
            worst = numpy.abs(outputs - ours[ours.files[0]]).max()
            print(f"{name} {dtype}: outputs differ by {worst:.1e} at most")
            if not worst < (1e-5 if dtype == "f4" else 1e-12):
                sys.exit(f"the outputs of {name} in {dtype} are not those of itw")


def rounding():
    """For every epoch, the largest relative difference of a loss so far, over the models."""
    orders = [lambda rows: rows, lambda rows: rows.flip(0), lambda rows: rows.roll(37),
              lambda rows: torch.cat([rows[::2], rows[1::2]])]
    for training in SEARCH_EPOCHS:
        for dtype in ("f4", "f8"):
            SEARCH_EPOCHS[training][dtype] = 20
            worst = numpy.zeros(20)
            for name in PROBLEMS:
                first, *others = (numpy.array(train(name, training, dtype, each)["batch_loss"]) for each in orders)
                worst = numpy.maximum(worst, max_of(numpy.abs(other / first - 1) for other in others))
            print(training, dtype, *(f"{value:.0e}" for value in numpy.maximum.accumulate(worst)))


def max_of(arrays):
    return functools.reduce(numpy.maximum, arrays)


def main():
    parser = argparse.ArgumentParser(prog="./dev oracle", description="Records the trainings of PyTorch anew.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", metavar="FOLDER", type=pathlib.Path,
                        help="compare the outputs of what `trajectory_test.py --keep FOLDER` left there")
    choice.add_argument("--rounding", action="store_true",
                        help="measure how far the trainings with lbfgs end when sums have another order")
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    if wanted.check:
        lacking = [path for path in kept_files(wanted.check) if not path.is_file()]
        if lacking:
            parser.error(f"{lacking[0]} is missing: leave it there with trajectory_test.py --keep {wanted.check}")
        check(wanted.check)
    elif wanted.rounding:
        rounding()
    else:
        record()


main()

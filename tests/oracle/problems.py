"""What is trained on both sides: four models, their data and first weights, and the trainings."""

import dataclasses
import math
import pathlib

import numpy

from counter import uniforms

HERE = pathlib.Path(__file__).resolve().parent
SEED = 5
SAMPLES, VALIDATION, BATCH, EPOCHS = 120, 40, 16, 25  # 8 batches an epoch, the last one short.
# The trainings with lbfgs have one batch an epoch. Searches amplify rounding, so those that search
# much are compared for as many epochs as rounding alone leaves them equal (README.md).
SEARCH_EPOCHS = {"lbfgs": {"f4": 20, "f8": 20}, "lbfgs_search": {"f4": 6, "f8": 20}, "lbfgs_long": {"f8": 1}}


@dataclasses.dataclass
class Problem:
    """`weights`: name in itw -> name in PyTorch and shape. `classes`: 0 for a number to predict."""
    inputs: tuple
    classes: int
    loss: str
    weights: dict


def linear(number, name, out, into):
    return {f"linear_{number}.w": (f"{name}.weight", (out, into)), f"linear_{number}.b": (f"{name}.bias", (out,))}


def batch_norm(number, name, size):
    parts = {"scale": "weight", "shift": "bias", "mean": "running_mean", "variance": "running_var"}
    return {f"batch_norm_{number}.{ours}": (f"{name}.{theirs}", (size,)) for ours, theirs in parts.items()}


def encoder(number, name, size, hidden):
    shapes = {"attention_w": ("self_attn.in_proj_weight", (3 * size, size)),
              "attention_b": ("self_attn.in_proj_bias", (3 * size,)),
              "attention_out_w": ("self_attn.out_proj.weight", (size, size)),
              "attention_out_b": ("self_attn.out_proj.bias", (size,)),
              "up_w": ("linear1.weight", (hidden, size)), "up_b": ("linear1.bias", (hidden,)),
              "down_w": ("linear2.weight", (size, hidden)), "down_b": ("linear2.bias", (size,)),
              "attention_scale": ("norm1.weight", (size,)), "attention_shift": ("norm1.bias", (size,)),
              "forward_scale": ("norm2.weight", (size,)), "forward_shift": ("norm2.bias", (size,))}
    return {f"transformer_encoder_{number}.{ours}": (f"{name}.{theirs}", shape)
            for ours, (theirs, shape) in shapes.items()}


PROBLEMS = {
    "mlp": Problem((12,), 0, "mse",
                   linear(1, "0", 24, 12) | linear(2, "2", 16, 24) | linear(3, "4", 1, 16)),
    "cnn": Problem((1, 8, 8), 5, "cross_entropy",
                   {"conv2d_1.w": ("0.weight", (4, 1, 3, 3))} | batch_norm(1, "1", 4) |
                   {"conv2d_2.w": ("4.weight", (6, 4, 3, 3))} |
                   batch_norm(2, "5", 6) | linear(1, "8", 5, 96)),
    "lstm": Problem((7, 3), 0, "huber(delta = 0.5)",
                    {"lstm_1.input": ("recurrent.weight_ih_l0", (32, 3)),
                     "lstm_1.recurrent": ("recurrent.weight_hh_l0", (32, 8)),
                     "lstm_1.input_bias": ("recurrent.bias_ih_l0", (32,)),
                     "lstm_1.recurrent_bias": ("recurrent.bias_hh_l0", (32,))} |
                    linear(1, "last", 1, 8)),
    "transformer": Problem((6, 4), 4, "cross_entropy(label_smoothing = 0.1)",
                           linear(1, "first", 8, 4) | encoder(1, "behind", 8, 16) |
                           encoder(2, "before", 8, 16) | linear(2, "last", 4, 8)),
}

# Name -> the arguments of train; record.py says the same in PyTorch.
TRAININGS = {
    "sgd": "optimizer = sgd(lr = 0.05)",
    "momentum": "optimizer = sgd(lr = 0.02, momentum = 0.9, weight_decay = 1e-3)",
    "nesterov": "optimizer = sgd(lr = 0.02, momentum = 0.9, nesterov = true, weight_decay = 1e-3)",
    "adam": "optimizer = adam(lr = 2e-3, weight_decay = 1e-3)",
    "adamw": "optimizer = adamw(lr = 2e-3)",
    "rmsprop": "optimizer = rmsprop(lr = 1e-3)",
    "rmsprop_momentum": "optimizer = rmsprop(lr = 3e-4, alpha = 0.95, momentum = 0.8, weight_decay = 1e-3)",
    "adagrad": "optimizer = adagrad(lr = 1e-2, weight_decay = 1e-3)",
    "lbfgs": "optimizer = lbfgs(lr = 0.3, iterations = 1, history = 5)",
    "lbfgs_search": "optimizer = lbfgs(lr = 0.7, iterations = 3, history = 10)",
    "lbfgs_long": "optimizer = lbfgs(lr = 0.7, iterations = 20, history = 10)",
}
# Of the MLP alone.
OTHERS = {
    "accumulate": "optimizer = sgd(lr = 0.05), accumulate = 3",
    "clip_norm": "optimizer = sgd(lr = 0.05), clip_norm = 0.1",
    "clip_value": "optimizer = sgd(lr = 0.05), clip_value = 0.02",
    "average": "optimizer = adam(lr = 2e-3), average = 0.9",
    "step": "optimizer = sgd(lr = 0.05), schedule = step(every = 5 epochs, factor = 0.5)",
    "multistep": "optimizer = sgd(lr = 0.05), schedule = multistep(at = [4 epochs, 9 epochs], factor = 0.3)",
    "exponential": "optimizer = sgd(lr = 0.05), schedule = exponential(factor = 0.9)",
    "cosine": "optimizer = sgd(lr = 0.05), schedule = cosine",
    "polynomial": "optimizer = sgd(lr = 0.05), schedule = polynomial(power = 2.0)",
    "one_cycle": "optimizer = sgd(lr = 0.05), schedule = one_cycle",
    "warmup": "optimizer = sgd(lr = 0.05), schedule = warmup(length = 3 epochs)",
    "plateau": "optimizer = sgd(lr = 0.2), schedule = plateau(series = train_loss, factor = 0.2, patience = 0 epochs)",
}


def trainings_of(name, dtype):
    trainings = TRAININGS | OTHERS if name == "mlp" else TRAININGS
    return {each: words for each, words in trainings.items() if dtype in SEARCH_EPOCHS.get(each, dtype)}


def size_of(training, dtype):
    """Samples of a batch, and epochs."""
    if training in SEARCH_EPOCHS:
        return SAMPLES, SEARCH_EPOCHS[training][dtype]
    return BATCH, EPOCHS


def data_of(name, dtype):
    """Features and targets, the validation samples last."""
    problem = PROBLEMS[name]
    count = SAMPLES + VALIDATION
    size = math.prod(problem.inputs)
    x = 2 * numpy.array(uniforms(SEED, "data", name, count * size)).reshape(count, size) - 1
    if problem.classes:
        y = x[:, :problem.classes].argmax(1)
    else:
        y = (x[:, 0] * x[:, 1] + 0.5 * x[:, 2] - x[:, -1]).reshape(count, 1).astype(dtype)
    return x.reshape(count, *problem.inputs).astype(dtype), y


def weights_of(name, dtype):
    """First weights under their names in itw."""
    weights = {}
    for ours, (_, shape) in PROBLEMS[name].weights.items():
        kind = ours.split(".")[1]
        if kind.endswith("scale") or kind == "variance":
            value = numpy.ones(shape)
        elif kind.endswith("shift") or kind == "mean":
            value = numpy.zeros(shape)
        else:
            bound = 1 / math.sqrt(math.prod(shape[1:]) or 1) if len(shape) > 1 else 0.25
            drawn = uniforms(SEED, "weights", f"{name}.{ours}", math.prod(shape))
            value = bound * (2 * numpy.array(drawn).reshape(shape) - 1)
        weights[ours] = value.astype(dtype)
    return weights


def program_of(name, dtype):
    """The .itw file of a model with a pipeline of all its trainings."""
    problem = PROBLEMS[name]
    shape = ", ".join(map(str, problem.inputs))
    target = f"class[{problem.classes}]" if problem.classes else "f32[1]"
    lines = [(HERE / f"{name}.itw").read_text(), "pipeline all {",
             f"  fitted = npz(\"train.npz\", schema = {{ x: f32[{shape}], y: {target} }})",
             f"  held = npz(\"validation.npz\", schema = {{ x: f32[{shape}], y: {target} }})",
             "  start = load_weights(Net(), \"start.safetensors\")"]
    for each, words in trainings_of(name, dtype).items():
        batch, epochs = size_of(each, dtype)
        lines += [f"  fit_{each} = train(start, data = fitted, validation = held, target = y, loss = {problem.loss}, "
                  f"{words}, epochs = {epochs}, batch = {batch}, seed = {SEED}, log_every = 1 step)",
                  f"  publish fit_{each}.train_loss as \"{each}\""]
    lines += ["  publish export(fit_adam.model) as \"weights\"",
              "  publish save_npz(predict(fit_adam.model, data = held)) as \"outputs\"", "}", ""]
    return "\n".join(lines).replace("f32", {"f4": "f32", "f8": "f64"}[dtype])

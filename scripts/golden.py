#!/usr/bin/env python3
"""Writes the golden values of tests/golden/ with PyTorch in float64.

    python3 scripts/golden.py            # needs torch (made with 1.13) and numpy

Nothing here is a translation of src/: the random generator works on Python's whole numbers, probabilities on
fractions, normal values come from statistics.NormalDist, orthonormal rows from Householder's QR, the models,
losses, gradients and optimiser from PyTorch. So equal numbers on both sides are two witnesses, not one.
"""
import json
import math
import statistics
import struct
from fractions import Fraction
from pathlib import Path

import numpy
import torch

torch.set_default_dtype(torch.float64)
HERE = Path(__file__).resolve().parent.parent / "tests" / "golden"
PURPOSE = {"batch": 0, "evaluation": 1, "permutation": 2, "W": 16, "V": 17, "W_in": 18, "W_out": 19, "E": 20, "U": 21}
MASK = 2**32 - 1


# --- random streams -----------------------------------------------------------------------------------------
def philox(counter, key, rounds=7):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        a, b = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & MASK, (a >> 32) ^ c3 ^ k1, a & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return [c0, c1, c2, c3]


def stream(seed, purpose, count):
    blocks = [philox([block, 0, 0, 0], [seed, PURPOSE[purpose]]) for block in range((count + 3) // 4)]
    return [word for block in blocks for word in block][:count]


def normals(seed, purpose, shape):
    law = statistics.NormalDist()
    count = math.prod(shape)
    values = [law.inv_cdf((word + 0.5) / 2**32) for word in stream(seed, purpose, count)]
    return numpy.array(values).reshape(shape)


def permutation(seed, n):
    order = list(range(n))
    words = stream(seed, "permutation", n)
    for i in reversed(range(1, n)):
        j = words[i] * (i + 1) >> 32
        order[i], order[j] = order[j], order[i]
    return order


# --- feature law --------------------------------------------------------------------------------------------
def nearest(fraction):
    return math.floor(fraction + Fraction(1, 2))


def value_of(remainder, width, values):
    """remainder in [0, width) -> [0, 2**24), as the law's definition says, then to [0, 1) or [-1, 1)."""
    shift = 0
    while width << (shift + 1) <= 2**32 and shift < 31:
        shift += 1
    integer = (remainder << shift) * (2**56 // (width << shift)) >> 32
    return integer / 2**24 if values == "unit" else (integer - 2**23) / 2**23


def word_of(row, seed, step, sample):
    return philox([row, sample // 4, step, 0], [seed, PURPOSE["batch"]])[sample % 4]


def draw_in_sets(n, p, values, sets, seed, step, sample):
    """A set's own word says whether it is there and, where at most one member comes, which one."""
    x, size, present = [0.0] * n, sets["size"], nearest(Fraction(p) * 2**32)
    edges = [member * present // size for member in range(size + 1)]
    for s in range(n // size):
        word = word_of(n + s, seed, step, sample)
        if word >= present:
            continue
        chosen = range(size) if sets["kind"] == "correlated" else [max(j for j in range(size) if edges[j] <= word)]
        for member in chosen:
            x[s * size + member] = value_of(word_of(s * size + member, seed, step, sample), 2**32, values)
    return x


def frequencies(task):
    n, p, law = task["featureCount"], 1 - task["sparsity"], task["frequency"]
    if law["kind"] == "power":
        return [p * (f + 1.0) ** -law["exponent"] for f in range(n)]
    return [p] * (n - 1) + [p * law["factor"]]


def draw_sample(n, p, values, seed, step, sample):
    """p: the activation probability as the double it is, or one for each feature."""
    x = [0.0] * n
    if isinstance(p, list) or not (n >= 16 and p <= 0.5):
        for f in range(n):
            width = max(1, nearest(Fraction(p[f] if isinstance(p, list) else p) * 2**32))
            word = word_of(f, seed, step, sample)
            if word < width:
                x[f] = value_of(word, width, values)
        return x
    bound = [min(MASK, nearest(2**32 * (1 - (1 - Fraction(p)) ** k))) for k in range(n + 1)]
    position, draw = 0, 0
    while True:
        word = philox([draw // 4, sample, step, 0], [seed, PURPOSE["batch"]])[draw % 4]
        gap = max(k for k in range(n + 1) if bound[k] <= word)
        position += gap
        if position >= n:
            return x
        x[position] = value_of(word - bound[gap], bound[gap + 1] - bound[gap], values)
        position += 1
        draw += 1


def batch_of(run, step):
    task = run["task"]
    n = task["featureCount"]
    if task["kind"] == "recall":
        return [[float(i == f) for f in range(n)] for i in range(n)]
    values = "signed" if task["kind"] == "absolute-value" else "unit"
    p, samples, seed = 1 - task["sparsity"], range(run["training"]["batchSize"]), run["seeds"]["data"]
    if "sets" in task:
        return [draw_in_sets(n, p, values, task["sets"], seed, step, b) for b in samples]
    return [draw_sample(n, frequencies(task) if "frequency" in task else p, values, seed, step, b) for b in samples]


# --- parameters ---------------------------------------------------------------------------------------------
def unit_rows(matrix, norm):
    return matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True) * norm


def initial_parameters(run):
    """name -> (array rounded to float32, trainable), in the order of the flat vector."""
    model, shape, seed = run["model"], run["shape"], run["seeds"]["init"]
    n, d, L, m = run["task"]["featureCount"], shape["width"], shape["depth"], shape["neurons"]
    tensors = {}
    if model["kind"] == "autoencoder":
        std = math.sqrt(2 / (n + d))
        tensors["W"] = (normals(seed, "W", [n, d]) * std, True)
        if not model["tied"]:
            tensors["V"] = (normals(seed, "V", [n, d]) * std, True)
        tensors["b"] = (numpy.zeros([n]), True)
    else:
        trained = model["embedding"] == "trained"
        if L > 0:
            tensors["W_in"] = (normals(seed, "W_in", [L, m, d]) * math.sqrt(2 / d), True)
            tensors["b_in"] = (numpy.zeros([L, m]), True)
            tensors["W_out"] = (normals(seed, "W_out", [L, m, d]) * math.sqrt(1 / m), True)
        if model["outputBias"]:
            tensors["b_U"] = (numpy.zeros([n]), True)
        rows = normals(seed, "E", [n, d])
        if model["embedding"] == "orthonormal":
            q, r = numpy.linalg.qr(rows.T)
            tensors["E"] = ((q * numpy.sign(numpy.diag(r))).T, False)
        elif model["embedding"] in ("tied", "untied"):
            toy = normals(seed, "W", [n, d]) * math.sqrt(2 / (n + d))
            tensors["E"] = (toy, True)
            if model["embedding"] == "untied":
                tensors["U"] = (toy, True)
        else:
            tensors["E"] = (unit_rows(rows, 1 if model["embeddingNorm"] == "unit" else math.sqrt(d)), trained)
            tensors["U"] = (unit_rows(normals(seed, "U", [n, d]), model["unembeddingNorm"]), trained)
    return {name: (array.astype(numpy.float32), trainable) for name, (array, trainable) in tensors.items()}


# --- network and loss ---------------------------------------------------------------------------------------
def sigma(kind, z):
    return torch.relu(z) if kind == "relu" else z


def outputs_of(run, p, x):
    model, shape = run["model"], run["shape"]
    if model["kind"] == "autoencoder":
        hidden = sigma(model["hidden"], x @ p["W"])
        return sigma(model["output"], hidden @ p["W" if model["tied"] else "V"].T + p["b"])
    L = shape["depth"]
    scale = {"inverse-sqrt-depth": lambda: L**-0.5, "inverse-depth": lambda: 1 / L, "one": lambda: 1.0}[model["branchScale"]]
    first = stream_ = x @ p["E"]
    for l in range(L):
        read = stream_ * torch.rsqrt(stream_.square().mean(dim=1, keepdim=True) + 1e-6) if "normalisation" in model else stream_
        neurons = torch.relu(torch.nn.functional.linear(read, p["W_in"][l], p["b_in"][l]))
        stream_ = stream_ + scale() * (neurons @ p["W_out"][l])
    read = stream_ if model.get("reads") == "stream" else stream_ - first
    z = read @ (p["E"] if model["embedding"] in ("orthonormal", "tied") else p["U"]).T
    return sigma(model["output"], z + p["b_U"] if model["outputBias"] else z)


def importance_of(task):
    law = task["importance"]
    weights = {"uniform": lambda f: 1.0, "geometric": lambda f: law["ratio"] ** f,
               "power": lambda f: (f + 1.0) ** -law["exponent"],
               "last": lambda f: law["weight"] if f == task["featureCount"] - 1 else 1.0}[law["kind"]]
    return numpy.array([weights(f) for f in range(task["featureCount"])]).astype(numpy.float32)


def loss_of(run, x, outputs):
    task = run["task"]
    if task["kind"] == "recall":
        return torch.nn.functional.cross_entropy(outputs, torch.tensor(permutation(run["seeds"]["data"], task["featureCount"])))
    target = {"reconstruction": lambda: x, "absolute-value": x.abs,
              "conjunction": lambda: torch.minimum(x, x.roll(-1, dims=1))}[task["kind"]]()
    weights = torch.from_numpy(importance_of(task).astype(numpy.float64))
    return (weights * (target - outputs) ** 2).sum(dim=1).mean()


def schedule_factor(training, step):
    """A LambdaLR's lambda."""
    warm = training["warmup"] * training["steps"]
    if step < warm:
        return step / warm
    if training["schedule"] == "constant":
        return 1.0
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / (training["steps"] - warm)))


# --- cases --------------------------------------------------------------------------------------------------
def autoencoder(tied, hidden, output):
    return {"kind": "autoencoder", "tied": tied, "hidden": hidden, "output": output}


def residual(embedding, norm, unembedding, output, bias, scale):
    return {"kind": "residual", "embedding": embedding, "embeddingNorm": norm, "unembeddingNorm": unembedding,
            "output": output, "outputBias": bias, "branchScale": scale}


def sparse(kind, n, sparsity, importance, **further):
    return {"kind": kind, "featureCount": n, "sparsity": sparsity, "importance": importance, **further}


def deep(embedding, reads="stream", scale="inverse-sqrt-depth", **further):
    model = {**residual(embedding, "xavier", 1, "relu", True, scale), **further}
    return {**model, "reads": "stream"} if reads == "stream" else model


UNIFORM = {"kind": "uniform"}


def run(task, model, shape, batch, seeds=(1, 2), **training):
    defaults = dict(learningRate=0.01, weightDecay=0, beta1=0.9, beta2=0.999, epsilon=1e-8, schedule="constant",
                    warmup=0, steps=10, batchSize=batch)
    return {"task": task, "model": model, "shape": dict(zip(("width", "depth", "neurons"), shape)),
            "training": {**defaults, **training}, "seeds": {"init": seeds[0], "data": seeds[1]},
            "measurement": {"probes": 1, "evaluationSamples": 1}}


RECALL = {"kind": "recall", "featureCount": 11}
CASES = {
    "tied-linear": run(sparse("reconstruction", 7, 0.3, {"kind": "geometric", "ratio": 0.9}),
                       autoencoder(True, "linear", "linear"), (3, 1, 3), 5),
    "tied-relu-output": run(sparse("reconstruction", 7, 0.8, UNIFORM),
                            autoencoder(True, "linear", "relu"), (3, 1, 3), 5, (3, 4)),
    "tied-relu-output-skipping": run(sparse("reconstruction", 19, 0.9, {"kind": "power", "exponent": 0.5}),
                                     autoencoder(True, "linear", "relu"), (5, 1, 5), 6, (5, 6)),
    "tied-relu-hidden": run(sparse("reconstruction", 7, 0.5, {"kind": "geometric", "ratio": 0.75}),
                            autoencoder(True, "relu", "relu"), (4, 1, 4), 9, (31, 8), learningRate=0.03),
    "untied-absolute-value": run(sparse("absolute-value", 7, 0.4, {"kind": "geometric", "ratio": 0.8}),
                                 autoencoder(False, "relu", "relu"), (5, 1, 5), 5, (9, 10)),
    "untied-linear-recall": run(RECALL, autoencoder(False, "linear", "linear"), (4, 1, 4), 11, (11, 12), learningRate=0.1),
    "residual-recall-random": run(RECALL, residual("random", "sqrt-width", 8, "linear", False, "inverse-sqrt-depth"),
                                  (6, 3, 4), 11, (13, 14), learningRate=0.05),
    "residual-recall-cosine-warmup": run(RECALL, residual("random", "sqrt-width", 8, "linear", False, "inverse-sqrt-depth"),
                                         (6, 3, 4), 11, (2**32 - 1, 2**31), learningRate=0.08, schedule="cosine", warmup=0.25),
    "residual-recall-trained": run(RECALL, residual("trained", "unit", 2, "linear", True, "inverse-depth"),
                                   (5, 2, 3), 11, (15, 16)),
    "residual-absolute-orthonormal": run(sparse("absolute-value", 11, 0.7, UNIFORM),
                                         residual("orthonormal", "unit", 1, "linear", True, "inverse-depth"), (13, 2, 3), 5, (17, 18)),
    "residual-absolute-trained": run(sparse("absolute-value", 17, 0.8, {"kind": "power", "exponent": 0.5}),
                                     residual("trained", "unit", 1, "linear", True, "inverse-sqrt-depth"), (6, 3, 4), 7, (19, 20)),
    "residual-absolute-trained-relu": run(sparse("absolute-value", 11, 0.5, UNIFORM),
                                          residual("trained", "sqrt-width", 0.5, "relu", True, "one"), (6, 3, 4), 5, (21, 22),
                                          learningRate=0.003),
    "residual-reconstruction-random": run(sparse("reconstruction", 16, 0.5, UNIFORM),
                                          residual("random", "unit", 1, "relu", True, "one"), (5, 1, 7), 5, (23, 24)),
    "decay-positive": run(sparse("reconstruction", 7, 0.6, UNIFORM), autoencoder(True, "linear", "relu"), (3, 1, 3), 5, (25, 26),
                          weightDecay=0.5, learningRate=0.02, beta1=0.8, beta2=0.95, epsilon=1e-4),
    "decay-negative": run(sparse("absolute-value", 9, 0.6, UNIFORM),
                          residual("trained", "unit", 1, "linear", True, "inverse-sqrt-depth"), (4, 2, 3), 6, (29, 28),
                          weightDecay=-0.5, learningRate=0.02, schedule="cosine"),
    "sets-correlated": run(sparse("reconstruction", 9, 0.6, UNIFORM, sets={"kind": "correlated", "size": 3}),
                           autoencoder(True, "linear", "relu"), (4, 1, 4), 9, (33, 34)),
    "sets-anticorrelated": run(sparse("absolute-value", 20, 0.3, UNIFORM, sets={"kind": "anticorrelated", "size": 5}),
                               residual("trained", "unit", 1, "linear", True, "inverse-sqrt-depth"), (6, 2, 4), 7, (35, 36)),
    "frequency-power": run(sparse("reconstruction", 19, 0.5, UNIFORM, frequency={"kind": "power", "exponent": 0.7}),
                           autoencoder(True, "linear", "relu"), (5, 1, 5), 6, (37, 38)),
    "frequency-and-importance-last": run(sparse("reconstruction", 5, 0.4, {"kind": "last", "weight": 3}, frequency={"kind": "last", "factor": 0.25}),
                                         autoencoder(True, "linear", "relu"), (2, 1, 2), 9, (39, 40)),
    "residual-conjunction": run(sparse("conjunction", 11, 0.4, UNIFORM),
                                residual("orthonormal", "unit", 1, "linear", True, "inverse-sqrt-depth"), (13, 2, 3), 7, (41, 42)),
    "residual-normalised": run(sparse("absolute-value", 11, 0.5, UNIFORM),
                               {**residual("trained", "unit", 1, "linear", True, "inverse-sqrt-depth"), "normalisation": "rms"}, (6, 3, 4), 7, (45, 46)),
    "residual-recall-normalised": run(RECALL, {**residual("random", "sqrt-width", 8, "linear", False, "inverse-sqrt-depth"), "normalisation": "rms"},
                                      (6, 3, 4), 11, (47, 48), learningRate=0.05),
    "deep-toy-without-layers": run(sparse("reconstruction", 19, 0.8, UNIFORM), deep("tied"), (5, 0, 0), 7, (49, 50)),
    "deep-toy": run(sparse("reconstruction", 23, 0.9, {"kind": "power", "exponent": 0.5}), deep("tied"), (6, 3, 4), 9, (51, 52)),
    "deep-toy-normalised": run(sparse("reconstruction", 11, 0.5, UNIFORM), deep("tied", scale="inverse-depth", normalisation="rms"), (7, 2, 3), 7, (53, 54)),
    "deep-toy-untied": run(sparse("reconstruction", 13, 0.6, UNIFORM), deep("untied"), (5, 2, 3), 8, (55, 56)),
    "deep-toy-absolute": run(sparse("absolute-value", 17, 0.7, UNIFORM), deep("untied"), (6, 2, 5), 7, (57, 58), schedule="cosine"),
    "deep-toy-conjunction": run(sparse("conjunction", 9, 0.3, UNIFORM), deep("untied", scale="one"), (5, 1, 4), 8, (59, 60)),
    "tied-read-from-what-was-written": run(sparse("reconstruction", 11, 0.7, UNIFORM), deep("tied", reads="written"), (6, 2, 5), 6, (61, 62)),
    "untied-conjunction-skipping": run(sparse("conjunction", 17, 0.5, UNIFORM),
                                       autoencoder(False, "relu", "relu"), (6, 1, 6), 9, (43, 44)),
}


# --- writing ------------------------------------------------------------------------------------------------
def bits(array):
    """Float32 values as eight hexadecimal digits each."""
    return "".join(f"{struct.unpack('<I', struct.pack('<f', float(value)))[0]:08x}" for value in numpy.asarray(array).ravel())


def golden(run_):
    training = run_["training"]
    initial = initial_parameters(run_)
    p = {name: torch.from_numpy(array.astype(numpy.float64)).requires_grad_(trainable)
         for name, (array, trainable) in initial.items()}
    optimiser = torch.optim.AdamW([tensor for tensor in p.values() if tensor.requires_grad], lr=1.0,
                                  betas=(training["beta1"], training["beta2"]), eps=training["epsilon"])
    optimiser.param_groups[0]["weight_decay"] = training["weightDecay"]  # the constructor refuses negative decay, the step does not
    losses, first = [], None
    for step in range(10):
        x = torch.tensor(batch_of(run_, step))
        outputs = outputs_of(run_, p, x)
        loss = loss_of(run_, x, outputs)
        optimiser.zero_grad()
        loss.backward()
        if first is None:
            first = {"batch": bits(x), "outputs": outputs.flatten().tolist(), "loss": loss.item(),
                     "gradient": {name: t.grad.flatten().tolist() for name, t in p.items() if t.requires_grad}}
        losses.append(loss.item())
        rate = numpy.float32(training["learningRate"]) * numpy.float32(schedule_factor(training, step))
        optimiser.param_groups[0]["lr"] = float(rate)
        optimiser.step()
    return {"run": run_, "parameters": {name: bits(array) for name, (array, _) in initial.items()}, **first, "losses": losses,
            "parametersAfterTenSteps": {name: t.flatten().tolist() for name, t in p.items() if t.requires_grad}}


def streams():
    words = [0, 1, 7, 2**31 - 1, 2**31, 2**32 - 1] + stream(7, "W", 58)
    law = statistics.NormalDist()
    training = {"steps": 23, "warmup": 0.3, "schedule": "cosine", "beta1": 0.9, "beta2": 0.999}
    table = [[schedule_factor(training, t), 1 / (1 - 0.9 ** (t + 1)), 1 / (1 - 0.999 ** (t + 1))] for t in range(23)]
    return {
        "normal": [[word, law.inv_cdf((word + 0.5) / 2**32)] for word in words],
        "permutation": {"seed": 12345, "order": permutation(12345, 37)},
        "schedule": {"training": training, "table": bits(numpy.array(table).astype(numpy.float32))},
    }


def write(name, content):
    text = json.dumps(content)
    (HERE / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    (HERE / "cases").mkdir(parents=True, exist_ok=True)
    write("streams", streams())
    for name, run_ in CASES.items():
        write(f"cases/{name}", golden(run_))

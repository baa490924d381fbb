"""Rebuilds the trained networks of one sweep in PyTorch and checks a forward pass of each.

    python3 THIS_FILE [weights.safetensors | results.ndjson]

Needs torch and numpy. The equations are those of the lab's model.ts; the numbers to check against were computed by the
lab in float64 on its own first held-out samples and stand at the end of this file. Exit status: 0 when every run agrees, 1 else.
To go on from here: `runs = load('weights.safetensors')`; runs[id] is a torch.nn.Module with the run's .spec.
"""
import base64
import json
import struct
import sys
from pathlib import Path

import numpy
import torch

ACTIVATIONS = {"linear": lambda x: x, "relu": torch.relu}
RMS_EPSILON = 1e-6
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
READOUTS = {"random": "U", "orthonormal": "E", "trained": "U", "tied": "E", "untied": "U"}
NORMALISATIONS = {None: lambda r: r, "rms": lambda r: r / torch.sqrt((r * r).mean(-1, keepdim=True) + RMS_EPSILON)}


class Network(torch.nn.Module):
    """An autoencoder [Elhage et al. 2022] or the lab's residual network. Inputs and outputs [b, f], float64."""

    def __init__(self, spec, tensors):
        super().__init__()
        self.spec, self.names = spec, list(tensors)
        for name, values in tensors.items():
            self.register_parameter(name.replace(".", "__"), torch.nn.Parameter(torch.tensor(values, dtype=torch.float64)))

    def tensor(self, name):
        return getattr(self, name.replace(".", "__"))

    def forward(self, x):
        model = self.spec["model"]
        return {"autoencoder": self.autoencoder, "residual": self.residual}[model["kind"]](model, x)

    def autoencoder(self, model, x):
        """h = s_h(x W), y = s_o(h V^T + b); V = W when tied."""
        W = self.tensor("W")
        V = W if model["tied"] else self.tensor("V")
        hidden = ACTIVATIONS[model["hidden"]](x @ W)
        return ACTIVATIONS[model["output"]](hidden @ V.T + self.tensor("b"))

    def residual(self, model, x):
        """r_0 = x E, r_l = r_(l-1) + s relu(N(r_(l-1)) W_in^T + b_in) W_out, y = s_o((r_L - r_0) U^T + b_U), or of r_L; N the identity or RMSNorm."""
        depth = self.spec["shape"]["depth"]
        layers = max(depth, 1)  # without layers nothing is scaled
        scale = {"inverse-sqrt-depth": layers**-0.5, "inverse-depth": 1 / layers, "one": 1.0}[model["branchScale"]]
        stream = x @ self.tensor("E")
        written = torch.zeros_like(stream)
        read = NORMALISATIONS[model.get("normalisation")]
        for l in range(depth):
            neurons = torch.relu(read(stream + written) @ self.tensor(f"layers.{l}.W_in").T + self.tensor(f"layers.{l}.b_in"))
            written = written + scale * neurons @ self.tensor(f"layers.{l}.W_out")
        seen = {None: written, "stream": stream + written}[model.get("reads")]
        outputs = seen @ self.tensor(READOUTS[model["embedding"]]).T
        if model["outputBias"]:
            outputs = outputs + self.tensor("b_U")
        return ACTIVATIONS[model["output"]](outputs)


def load(path):
    """Run id -> Network, from the lab's safetensors or from its NDJSON with trained weights."""
    data = Path(path).read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        sys.exit(f"{path} is UTF-16: save it again as UTF-8")
    tensors = from_lines(data) if data.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] == b"{" else from_safetensors(data)
    return {run: Network(RUNS[run]["spec"], tensors[run]) for run in RUNS if run in tensors}


def from_safetensors(data):
    (length,) = struct.unpack("<Q", data[:8])
    header, body = json.loads(data[8 : 8 + length]), data[8 + length :]
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        run, tensor = name.split(".", 1)
        values = numpy.frombuffer(body[slice(*entry["data_offsets"])], dtype="<f4")
        found.setdefault(run, {})[tensor] = values.reshape(entry["shape"])
    return found


def from_lines(data):
    found = {}
    for text in data.split(b"\n"):  # not splitlines: a text in a line may hold other ends of lines
        if not text.removeprefix(BYTE_ORDER_MARK).strip():
            continue
        line = json.loads(text.decode("utf-8-sig"))
        if line.get("kind") == "run" and line.get("parameters") and line["id"] in RUNS:
            values = floats(line["parameters"])
            tensors = found.setdefault(line["id"], {})
            for name, shape in RUNS[line["id"]]["tensors"]:
                size = int(numpy.prod(shape))
                tensors[name], values = values[:size].reshape(shape), values[size:]
    return found


def floats(text):
    return numpy.frombuffer(base64.b64decode(text), dtype="<f4")


def check(path):
    """Prints the largest difference of every run's outputs from the lab's. Returns how many do not agree."""
    networks, wrong = load(path), 0
    for run, expected in RUNS.items():
        if run not in networks:
            print(f"{run[:12]}  MISSING: its weights are not in {path}")
            wrong += 1
            continue
        n = expected["spec"]["task"]["featureCount"]
        inputs = torch.tensor(floats(BATCHES[expected["batch"]]).reshape(-1, n).astype("float64"))
        outputs = floats(expected["outputs"]).reshape(-1, n)
        with torch.no_grad():
            difference = numpy.abs(networks[run](inputs).numpy() - outputs).max()
        # The lab's outputs were rounded to float32 once: half a unit in the last place of the largest, and no more.
        agrees = difference <= 2.0**-24 * max(1.0, float(numpy.abs(outputs).max())) * 1.01
        wrong += not agrees
        print(f"{run[:12]}  {difference:.1e}  {'agrees' if agrees else 'DIFFERS'}")
    print(f"{len(RUNS) - wrong} of {len(RUNS)} runs agree with the lab")
    return wrong


EXPERIMENT = ""  # the link that gives the experiment again
BATCHES = {}  # key -> inputs [b, f], base64 of little-endian float32
RUNS = {}  # run id -> {spec, tensors: names and shapes, batch: key, outputs: [b, f] as above}

if __name__ == "__main__":
    sys.exit(1 if check(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_suffix(".safetensors")) else 0)

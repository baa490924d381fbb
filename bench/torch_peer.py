"""PyTorch eager as a peer of the benchmark: one JSON command a line on stdin, one JSON answer a line on stdout.

Idiomatic: instances stacked by batched matmul, autograd, torch.optim.Adam, fresh data every step.
"""
import base64
import json
import os
import re
import sys
import time

import torch

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Session:
    def __init__(self, run, instances):
        self.task, self.model, self.shape = run["task"], run["model"], run["shape"]
        training = run["training"]
        self.instances, self.batch = instances, training["batchSize"]
        n, d, depth, m = self.task["featureCount"], self.shape["width"], self.shape["depth"], self.shape["neurons"]
        self.n = n
        self.p = 1 - self.task.get("sparsity", 0)
        new = lambda *size: torch.randn(instances, *size, device=DEVICE)
        if self.model["kind"] == "autoencoder":
            self.parameters = {"W": new(n, d) * (2 / (n + d)) ** 0.5, "b": torch.zeros(instances, n, device=DEVICE)}
        else:
            self.parameters = {"W_in": new(depth, m, d) * (2 / d) ** 0.5, "b_in": torch.zeros(instances, depth, m, device=DEVICE), "W_out": new(depth, m, d) * (1 / m) ** 0.5}
            embedding, unembedding = (torch.nn.functional.normalize(new(n, d), dim=-1) for _ in range(2))
            if self.model["embedding"] == "tied":
                self.parameters["E"] = new(n, d) * (2 / (n + d)) ** 0.5
            elif self.model["embedding"] == "trained":
                self.parameters.update(E=embedding, U=unembedding)
            else:
                self.E, self.U = embedding * d**0.5, unembedding * self.model["unembeddingNorm"]
            if self.model["outputBias"]:
                self.parameters["b_U"] = torch.zeros(instances, n, device=DEVICE)
        for value in self.parameters.values():
            value.requires_grad_(True)
        self.optimiser = torch.optim.Adam(self.parameters.values(), lr=training["learningRate"], eps=training["epsilon"])
        self.target = torch.stack([torch.randperm(n, device=DEVICE) for _ in range(instances)])
        law = self.task.get("importance", {"kind": "uniform"})
        self.importance = torch.tensor([law["ratio"] if law["kind"] == "geometric" else 1.0] * n, device=DEVICE) ** torch.arange(n, device=DEVICE)

    def take(self, tensors, target):
        """The lab's initial parameters and permutations in place of drawn ones."""
        for tensor in tensors:
            name, values = tensor["name"], floats(tensor["values"]).reshape(tensor["shape"])
            if name in self.parameters:
                self.parameters[name].data.copy_(values)
            else:
                setattr(self, name, values)
        if target is not None:
            self.target = torch.tensor(target, device=DEVICE).reshape(self.instances, self.n)

    def draw(self):
        """Inputs of one step [i, b, f]; none for recall, whose batch is every key."""
        if self.task["kind"] == "recall":
            return None
        uniform = torch.rand(self.instances, self.batch, self.n, device=DEVICE)
        value = uniform / self.p
        if self.task["kind"] == "absolute-value":
            value = value * 2 - 1
        return torch.where(uniform < self.p, value, torch.zeros((), device=DEVICE))

    def losses(self, x):
        """Mean loss of each instance [i]."""
        P = self.parameters
        if self.model["kind"] == "autoencoder":
            y = torch.relu((x @ P["W"]) @ P["W"].transpose(1, 2) + P["b"].unsqueeze(1))
            return (self.importance * (y - x) ** 2).sum(-1).mean(-1)
        start = self.E if x is None else x @ P["E"]
        scale, residual = self.shape["depth"] ** -0.5, start
        for layer in range(self.shape["depth"]):
            hidden = torch.relu(residual @ P["W_in"][:, layer].transpose(1, 2) + P["b_in"][:, layer].unsqueeze(1))
            residual = residual + scale * (hidden @ P["W_out"][:, layer])
        unembedding = P["E"] if self.model["embedding"] == "tied" else P["U"] if "U" in P else self.U
        read = residual if self.model.get("reads") == "stream" else residual - start
        output = read @ unembedding.transpose(1, 2)
        if x is None:
            return torch.nn.functional.cross_entropy(output.flatten(0, 1), self.target.flatten(), reduction="none").reshape(self.instances, self.n).mean(-1)
        output = output + P["b_U"].unsqueeze(1)
        y = torch.relu(output) if self.model["output"] == "relu" else output
        target = x if self.task["kind"] == "reconstruction" else x.abs()
        return (self.importance * (y - target) ** 2).sum(-1).mean(-1)

    def step(self, x):
        self.optimiser.zero_grad(set_to_none=True)
        losses = self.losses(x)
        losses.sum().backward()
        self.optimiser.step()
        return losses

    def steps(self, count):
        for _ in range(count):
            losses = self.step(self.draw())
        return float(losses.sum())


def floats(text):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32).to(DEVICE)


def worst(command):
    """Largest relative error of the first losses, on the lab's own data and initial parameters."""
    checked = Session(command["run"], command["instances"])
    checked.take(command["tensors"], command["target"])
    errors = []
    for x, expected in zip(command["inputs"], command["expected"]):
        x = None if x is None else floats(x).reshape(checked.instances, checked.batch, checked.n)
        errors += [abs(found / value - 1) for found, value in zip(checked.step(x).tolist(), expected)]
    return max(errors) if errors and all(error == error for error in errors) else 1e308  # JSON has no NaN


def blas():
    """The library that multiplies matrices, by what this process has mapped: Debian's torch takes whichever is installed."""
    if not os.path.exists("/proc/self/maps"):
        return None
    torch.rand(64, 64) @ torch.rand(64, 64)
    with open("/proc/self/maps") as file:
        mapped = file.read()
    return next((name for name in ("openblas", "mkl", "blis") if re.search(f"/[^/ ]*{name}[^/ ]*\\n", mapped)), "reference")


session = None
for line in sys.stdin:
    command = json.loads(line)
    began = time.perf_counter()
    if command["do"] == "describe":
        answer = {"version": torch.__version__, "device": str(DEVICE), "blas": blas()}
    elif command["do"] == "threads":
        torch.set_num_threads(command["count"])
        answer = {}
    elif command["do"] == "check":
        answer = {"worst": worst(command)}
    elif command["do"] == "open":
        session = Session(command["run"], command["instances"])
        session.steps(1)
        answer = {"milliseconds": (time.perf_counter() - began) * 1000}
    else:
        session.steps(command["count"])
        answer = {"milliseconds": (time.perf_counter() - began) * 1000 / command["count"]}
    print(json.dumps(answer), flush=True)

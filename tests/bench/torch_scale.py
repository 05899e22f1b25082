"""An exported network goes on training in PyTorch, with the points of the experiment it was saved with.

`python torch_scale.py MODEL.py EXPERIMENT.json STEPS` prints ms per step, the peak memory in MB and the
first loss.
AdamW begins anew, since a model file has no moments; that changes no time.
"""

import importlib.util
import json
import resource
import sys
import time

import torch

model_file, experiment_file, steps = sys.argv[1:]
spec = importlib.util.spec_from_file_location("exported", model_file)
exported = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exported)
model = exported.model.train()

with open(experiment_file) as file:
    points = [p for p in json.load(file)["points"] if p["split"] == "train"]
x = torch.tensor([[p["x"], p["y"]] for p in points], dtype=torch.float64)
labels = torch.tensor([p["label"] for p in points])
del points

optimizer = torch.optim.AdamW(model.parameters(), lr=0.1, betas=(0.9, 0.95), eps=1e-8, weight_decay=1e-4)


def step() -> float:
    """One update from all train points; returns the loss before it."""
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(x), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


first = step()
start = time.perf_counter()
for _ in range(int(steps)):
    step()
ms = (time.perf_counter() - start) * 1e3 / int(steps)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(ms, peak, repr(first))

#!/usr/bin/python3
"""Makes the golden numbers of Mien.Torch with Python's torch (Debian's python3-torch 1.13).

    /usr/bin/python3 tests/Golden/torch/make_golden.py

Writes golden.json and the checkpoint_*.pth files beside this script. Tolerances are stated where the tests compare.
"""
import json
import os
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent
torch.set_num_threads(1)


def numbers(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().double().flatten().tolist()}


def ramp(*shape, scale=1.0, seed=0):
    """Numbers that look random but follow a formula both languages can state: sin(0.7 i + seed)."""
    count = torch.Size(shape).numel()
    return (scale * torch.sin(0.7 * torch.arange(count, dtype=torch.float64) + seed)).float().reshape(shape)


def optimizer_run(make, late=False):
    """Six steps over two parameters, gradients by formula; with `late`, the second gets gradients from step 3 on."""
    first = nn.Parameter(ramp(3, 4, seed=1))
    second = nn.Parameter(ramp(5, seed=2))
    optimizer = make([first, second])
    for step in range(6):
        first.grad = ramp(3, 4, scale=0.5, seed=10 + step)
        second.grad = ramp(5, scale=2.0, seed=20 + step) if not late or step >= 2 else None
        optimizer.step()
    return [numbers(first), numbers(second)]


def schedule_run(make, steps):
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.AdamW([parameter], lr=0.1)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["betas"][0])
        optimizer.step()
        scheduler.step()
    return {"rates": rates, "momenta": momenta}


def losses():
    scores = ramp(4, 3, scale=2.0, seed=3)
    classes = torch.tensor([0, 2, 1, 2])
    soft = torch.softmax(ramp(4, 3, seed=4), dim=1)
    weight = torch.tensor([0.5, 1.0, 2.0])
    ce = nn.functional.cross_entropy
    return {
        "classes": ce(scores, classes).item(),
        "weighted": ce(scores, classes, weight=weight).item(),
        "smoothed": ce(scores, classes, weight=weight, label_smoothing=0.1).item(),
        "soft": ce(scores, soft).item(),
        "soft_weighted_smoothed": ce(scores, soft, weight=weight, label_smoothing=0.1).item(),
        "none": ce(scores, classes, reduction="none").tolist(),
    }


def lstm():
    torch.manual_seed(5)
    layer = nn.LSTM(3, 4, num_layers=2, batch_first=True, bidirectional=True)
    output, (hidden, cell) = layer(ramp(2, 5, 3, seed=6))
    output.sum().backward()
    return {
        "output": numbers(output), "hidden": numbers(hidden), "cell": numbers(cell),
        "keys": list(layer.state_dict()), "grad": numbers(layer.weight_ih_l0.grad),
    }


def small_network():
    """Seeded layers in one order of construction, one training step's forward and backward pass, then evaluation."""
    torch.manual_seed(7)
    network = nn.Sequential(
        nn.Conv2d(2, 4, (3, 5), stride=(2, 1), padding=(1, 2), groups=2), nn.BatchNorm2d(4), nn.SiLU(), nn.MaxPool2d(2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    inputs = ramp(3, 2, 8, 6, seed=8)
    trained = network(inputs)
    nn.functional.cross_entropy(trained, torch.tensor([0, 1, 2])).backward()
    grads = {name: numbers(parameter.grad) for name, parameter in network.named_parameters()}
    norm = nn.utils.clip_grad_norm_(network.parameters(), 0.05).item()
    clipped = numbers(network[0].weight.grad)
    network.eval()
    return {
        "state": {name: numbers(tensor) for name, tensor in network.state_dict().items()},
        "trained": numbers(trained), "grads": grads, "norm": norm, "clipped": clipped, "evaluated": numbers(network(inputs)),
    }


def random_draws():
    torch.manual_seed(9)
    dropout = nn.functional.dropout(torch.ones(16), 0.25)
    return {"dropout": dropout.tolist(), "normal": torch.randn(16).tolist(), "order": torch.randperm(10).tolist()}


class Command:
    def __reduce__(self):
        return (os.system, ("touch executed",))


def checkpoints():
    base = ramp(6, 4, seed=11)
    state = OrderedDict()
    state["plain"] = base
    state["transposed"] = base.t()
    state["row"] = base[2]
    state["column"] = base[1:, 3]
    state["parameter"] = nn.Parameter(torch.tensor([1.5, -2.5]))
    state["half"] = torch.tensor([0.5, -0.25]).half()
    state["bfloat16"] = torch.tensor([1.0, 2.0]).bfloat16()
    state["counts"] = torch.tensor([[1, 2**40]])
    state["flags"] = torch.tensor([True, False, True])
    state["bytes"] = torch.tensor([0, 255], dtype=torch.uint8)
    state["scalar"] = torch.tensor(3)
    state["empty"] = torch.zeros(0, 5)
    state._metadata = {"": {"version": 1}}
    torch.save(state, HERE / "checkpoint_flat.pth")
    torch.save({
        "epoch": 12, "accuracy": 0.75, "note": "a text", "best": None, "done": True, "big": 2**40, "negative": -3,
        "state_dict": OrderedDict(weight=base, bias=base[0]),
        "optimizer": {"state": {0: {"exp_avg": base * 2}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.999), "params": [0]}]},
    }, HERE / "checkpoint_nested.pth")
    torch.save({"weight": torch.zeros(2), "command": Command()}, HERE / "checkpoint_command.pth")
    torch.save({"weight": torch.zeros(2)}, HERE / "checkpoint_legacy.pth", _use_new_zipfile_serialization=False)


def main():
    optim, lr = torch.optim, torch.optim.lr_scheduler
    golden = {
        "torch": torch.__version__,
        "optimizers": {
            "adamw": optimizer_run(lambda p: optim.AdamW(p, lr=0.01, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)),
            "adamw_late": optimizer_run(lambda p: optim.AdamW(p, lr=0.01), late=True),
            "sgd": optimizer_run(lambda p: optim.SGD(p, lr=0.05)),
            "sgd_momentum": optimizer_run(lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01)),
            "sgd_nesterov": optimizer_run(lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=True)),
            "sgd_nesterov_late": optimizer_run(lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True), late=True),
        },
        "schedules": {
            "cosine": schedule_run(lambda o: lr.CosineAnnealingLR(o, T_max=10, eta_min=0.001), 11),
            "one_cycle": schedule_run(lambda o: lr.OneCycleLR(o, max_lr=0.5, total_steps=12), 12),
            "warmup": schedule_run(lambda o: lr.LinearLR(o, start_factor=0.1, total_iters=5), 8),
            "warmup_cosine": schedule_run(lambda o: lr.SequentialLR(
                o, [lr.LinearLR(o, start_factor=0.1, total_iters=4), lr.CosineAnnealingLR(o, T_max=8)], milestones=[4]), 13),
        },
        "losses": losses(),
        "lstm": lstm(),
        "network": small_network(),
        "random": random_draws(),
    }
    (HERE / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
    checkpoints()


main()

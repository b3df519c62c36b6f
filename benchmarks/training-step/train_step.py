#!/usr/bin/python3
"""The Python side of the training-step benchmark: EfficientNet-B0 as torchvision lays it out, in plain torch.nn.

Started by Program.cs, which writes one command a line: `check N` (steps without randomness; answers with their losses)
or `run N` (answers with the seconds of each step). Answers are JSON, one line each.
"""
import json
import resource
import struct
import sys
import time

import torch
from torch import nn

STAGES = [  # expansion, kernel, stride, inputs, outputs, blocks
    (1, 3, 1, 32, 16, 1), (6, 3, 2, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3),
    (6, 5, 1, 80, 112, 3), (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1)]


class ConvNormActivation(nn.Sequential):
    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, activate=True):
        layers = [nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([nn.SiLU(inplace=True)] if activate else []))


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)
        self.activation = nn.SiLU(inplace=True)
        self.scale_activation = nn.Sigmoid()

    def forward(self, x):
        return self.scale_activation(self.fc2(self.activation(self.fc1(self.avgpool(x))))) * x


class StochasticDepth(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        noise = torch.empty([x.shape[0]] + [1] * (x.ndim - 1)).bernoulli_(1 - self.p).div_(1 - self.p)
        return x * noise


class MBConv(nn.Module):
    def __init__(self, expansion, kernel, stride, inputs, outputs, p):
        super().__init__()
        hidden = inputs * expansion
        layers = [ConvNormActivation(inputs, hidden, 1)] if expansion != 1 else []
        layers += [ConvNormActivation(hidden, hidden, kernel, stride, groups=hidden), SqueezeExcitation(hidden, inputs // 4),
                   ConvNormActivation(hidden, outputs, 1, activate=False)]
        self.block = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs
        self.stochastic_depth = StochasticDepth(p)

    def forward(self, x):
        branch = self.block(x)
        return self.stochastic_depth(branch) + x if self.residual else branch


class Model(nn.Module):
    def __init__(self, labels, dropout, stochastic_depth):
        super().__init__()
        count, block = sum(stage[-1] for stage in STAGES), 0
        features = [ConvNormActivation(3, 32, 3, 2)]
        for expansion, kernel, stride, inputs, outputs, blocks in STAGES:
            stage = []
            for i in range(blocks):
                p = stochastic_depth * block / count
                stage.append(MBConv(expansion, kernel, stride if i == 0 else 1, inputs if i == 0 else outputs, outputs, p))
                block += 1
            features.append(nn.Sequential(*stage))
        features.append(ConvNormActivation(320, 1280, 1))
        self.encoder = nn.ModuleDict({"features": nn.Sequential(*features)})
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout, inplace=True)
        self.head = nn.ModuleDict({"linear": nn.Linear(1280, labels)})

    def forward(self, x):
        x = self.avgpool(self.encoder["features"](x)).flatten(1)
        return self.head["linear"](self.dropout(x))


def load_safetensors(path):
    types = {"F32": torch.float32, "I64": torch.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    state = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        state[name] = torch.frombuffer(bytearray(data[begin:end]), dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return state


def make(options, dropout, stochastic_depth):
    model = Model(options["labels"], dropout, stochastic_depth)
    model.load_state_dict(load_safetensors(options["weights"]))
    return model, torch.optim.AdamW(model.parameters(), lr=1e-3)


def train(model, optimizer, images, labels):
    loss = nn.functional.cross_entropy(model(images), labels)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def main():
    options = json.loads(sys.argv[1])
    torch.set_num_threads(options["threads"])
    torch.manual_seed(1)
    images = torch.rand(options["batch"], 3, options["size"], options["size"])
    labels = torch.arange(options["batch"]) % options["labels"]
    measured = make(options, 0.2, 0.2)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        command, count = line.split()
        if command == "check":
            checked = make(options, 0, 0)
            print(json.dumps([train(*checked, images, labels) for _ in range(int(count))]), flush=True)
        else:
            seconds = []
            before = resource.getrusage(resource.RUSAGE_SELF)
            for _ in range(int(count)):
                start = time.perf_counter()
                train(*measured, images, labels)
                seconds.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_SELF)
            processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(json.dumps({"seconds": seconds, "processor": processor}), flush=True)


if __name__ == "__main__":
    main()

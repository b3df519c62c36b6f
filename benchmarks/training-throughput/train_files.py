#!/usr/bin/python3
"""The Python side of the training-throughput benchmark: torch.utils.data with worker processes, PIL, plain torch.nn.

Started by Program.cs, which writes a number of steps a line; answers with pictures a second, the first step not counted.
"""
import importlib.util
import json
import math
import pathlib
import random
import sys
import time

import numpy
import torch
from PIL import Image, ImageEnhance
from torch import nn

step = importlib.util.spec_from_file_location("train_step", pathlib.Path(__file__).parent.parent / "training-step" / "train_step.py")
MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)
STD = numpy.array([0.229, 0.224, 0.225], numpy.float32)


class Pictures(torch.utils.data.Dataset):
    """The same augmentation as Mien's: mirror, rotation, size and shift in one affine map, brightness, contrast, erasing."""

    def __init__(self, folder, size):
        self.labels = sorted(path.name for path in pathlib.Path(folder).iterdir() if path.is_dir())
        self.items = [(path, label) for label, name in enumerate(self.labels) for path in sorted((pathlib.Path(folder) / name).glob("*.jpg"))]
        self.size = size

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        path, label = self.items[index]
        picture = Image.open(path).convert("RGB")
        angle, scale = math.radians(random.uniform(-12, 12)), random.uniform(0.88, 1.12) * picture.width / self.size
        a, b = math.cos(angle) * scale, math.sin(angle) * scale
        half, mirror = self.size / 2, random.choice((-1, 1))
        x, y = (picture.width * (0.5 + random.uniform(-0.06, 0.06)), picture.height * (0.5 + random.uniform(-0.06, 0.06)))
        matrix = (mirror * a, b, x - mirror * a * half - b * half, -mirror * b, a, y + mirror * b * half - a * half)
        picture = picture.transform((self.size, self.size), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
        picture = ImageEnhance.Brightness(picture).enhance(random.uniform(0.85, 1.15))
        picture = ImageEnhance.Contrast(picture).enhance(random.uniform(0.7, 1.3))
        pixels = numpy.asarray(picture, numpy.float32) / 255
        if random.random() < 0.25:
            width, height = (int(self.size * random.uniform(0.12, 0.4)) for _ in range(2))
            left, top = random.randrange(self.size - width), random.randrange(self.size - height)
            pixels = pixels.copy()
            pixels[top:top + height, left:left + width] = numpy.random.rand(3)
        return torch.from_numpy(numpy.ascontiguousarray(((pixels - MEAN) / STD).transpose(2, 0, 1))), label


def main():
    options = json.loads(sys.argv[1])
    torch.set_num_threads(options["threads"])
    module = importlib.util.module_from_spec(step)
    step.loader.exec_module(module)
    data = Pictures(options["folder"], options["size"])
    model = module.Model(len(data.labels), 0.2, 0.2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    loader = torch.utils.data.DataLoader(data, options["batch"], shuffle=True, num_workers=options["workers"], drop_last=True, persistent_workers=True)
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        steps, done, start = int(line), -1, 0
        for images, labels in loader:
            loss = nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            loss.item()
            if done < 0:
                start = time.perf_counter()
            done += 1
            if done == steps:
                break
        print(done * options["batch"] / (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()

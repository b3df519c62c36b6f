"""Writes the reference outputs that tests/Mien.Models.Tests compare with.

    /usr/bin/python3 tests/Golden/models/generate.py        (Debian's python3-torch 1.13.1)

No weight file is needed: every value is a function of its tensor's name and its index, see fill().
"""

import json
import pathlib

import numpy
import torch

from reference_models import (
    AudioNetwork, ChannelAttentionFusion, EfficientNet, FusionModel, ModalityAttentionFusion, SingleModel)

FOLDER = pathlib.Path(__file__).parent


def uniform(name, count):
    """Numbers in 0..1: FNV-1a of the name, mixed with the index by MurmurHash3's finaliser."""
    seed = 2166136261
    for byte in name.encode():
        seed = (seed ^ byte) * 16777619 % 2**32
    x = numpy.arange(count, dtype=numpy.uint64) * 2654435761 % 2**32 ^ seed
    x = (x ^ x >> 16) * 0x85EBCA6B % 2**32
    x = (x ^ x >> 13) * 0xC2B2AE35 % 2**32
    return ((x ^ x >> 16) >> 8).astype(numpy.float64) / 2**24


def fill(name, shape):
    u = uniform(name, int(numpy.prod(shape, dtype=int)))
    if name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
        values = 0.5 + u
    elif len(shape) > 1:
        values = (2 * u - 1) * numpy.sqrt(6 / numpy.prod(shape[1:]))
    else:
        values = 0.2 * (u - 0.5)
    return torch.from_numpy(values.astype(numpy.float32).reshape(tuple(shape)))


def inputs(name, shape):
    return fill(f"input.{name}", shape)


def filled(model):
    state = model.state_dict()
    model.load_state_dict({
        key: value if value.dtype == torch.int64 else fill(key, value.shape) for key, value in state.items()})
    return model.eval()


def write(name, model, arguments):
    with torch.no_grad():
        outputs = model(*arguments)
    print(f"{name}: {sum(p.numel() for p in model.parameters())} parameters, "
          f"outputs {tuple(outputs.shape)}, std {outputs.std():.3f}, max {outputs.abs().max():.3f}")
    record = {
        "parameters": sum(p.numel() for p in model.parameters()),
        "state": {key: list(value.shape) for key, value in model.state_dict().items()},
        "inputs": {key: list(value.shape) for key, value in zip(("first", "second", "third"), arguments)},
        "outputShape": list(outputs.shape),
        "output": [float(f"{v:.7g}") for v in outputs.flatten().tolist()],
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(record, separators=(",", ":")).replace('],"', '],\n"') + "\n")


def main():
    torch.set_num_threads(1)
    for name, width, depth in (("efficientnet_b0", 1.0, 1.0), ("efficientnet_b1", 1.0, 1.1), ("efficientnet_b2", 1.1, 1.2)):
        write(name, filled(EfficientNet(width, depth)), [inputs("image", (2, 3, 64, 64))])

    image, audio = inputs("image", (4, 3, 64, 64)), inputs("audio", (4, 1, 64, 120))
    presence = torch.tensor([[1.0, 1], [1, 0], [0, 1], [0, 0]])
    write("face", filled(SingleModel(EfficientNet(), 1280, 7)), [image])
    write("audio_network", filled(AudioNetwork()), [audio])
    write("speech", filled(SingleModel(AudioNetwork(), 256, 8)), [audio])
    write("fusion_modality_attention", filled(FusionModel(ModalityAttentionFusion(), 512, 7)), [image, audio, presence])
    write("fusion_channel_attention", filled(FusionModel(ChannelAttentionFusion(), 1536, 7)), [image, audio, presence])


if __name__ == "__main__":
    main()

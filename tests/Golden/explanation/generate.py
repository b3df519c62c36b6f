"""Writes the Grad-CAM maps that tests/Mien.Training.Tests/Explanation compare with.

    /usr/bin/python3 tests/Golden/explanation/generate.py        (Debian's python3-torch 1.13.1)

The networks and their weights are those of tests/Golden/models; activations and gradients are taken by PyTorch's hooks
(Selvaraju et al. 2017, equations 1 and 2), independent of the C# code.
"""

import json
import pathlib
import sys

import torch

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "models"))

from generate import filled, inputs  # noqa: E402
from reference_models import ChannelAttentionFusion, EfficientNet, FusionModel, ModalityAttentionFusion, SingleModel  # noqa: E402


def grad_cam(model, layer, arguments, label):
    kept = {}

    def keep(_module, _inputs, output):
        kept["activation"] = output
        output.register_hook(lambda gradient: kept.update(gradient=gradient))

    handle = model.get_submodule(layer).register_forward_hook(keep)
    scores = model(*arguments)
    labels = scores.argmax(1) if label is None else torch.full((len(scores),), label)
    scores.gather(1, labels[:, None]).sum().backward()
    handle.remove()
    weights = kept["gradient"].mean((2, 3), keepdim=True)
    return labels, torch.relu((weights * kept["activation"]).sum(1)).detach()


def main():
    torch.set_num_threads(1)
    image, audio = inputs("image", (2, 3, 64, 64)), inputs("audio", (2, 1, 64, 120))
    both = [image, audio, torch.tensor([[1.0, 1], [1, 0]])]
    cases = []
    for name, model, arguments, layer, label in [
        ("face", filled(SingleModel(EfficientNet(), 1280, 7)), [image], "encoder.features.8", None),
        ("face", filled(SingleModel(EfficientNet(), 1280, 7)), [image], "encoder.features.5", 2),
        ("face", filled(SingleModel(EfficientNet(), 1280, 7)), [image], "encoder.features.3.1.block.1.0", None),
        ("fusion_modality_attention", filled(FusionModel(ModalityAttentionFusion(), 512, 7)), both, "image_encoder.features.8", 4),
        ("fusion_channel_attention", filled(FusionModel(ChannelAttentionFusion(), 1536, 7)), both, "image_encoder.features.4", None),
    ]:
        labels, maps = grad_cam(model, layer, arguments, label)
        print(f"{name} {layer}: labels {labels.tolist()}, map {tuple(maps.shape)}, peak {maps.max():.4g}, zeros {(maps == 0).float().mean():.0%}")
        cases.append({
            "model": name, "layer": layer, "label": label, "explained": labels.tolist(), "shape": list(maps.shape),
            "maps": [float(f"{value:.7g}") for value in maps.flatten().tolist()],
        })
    (FOLDER / "grad_cam.json").write_text(json.dumps(cases, separators=(",", ":")).replace("},{", "},\n{") + "\n")


if __name__ == "__main__":
    main()

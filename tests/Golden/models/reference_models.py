"""The networks of Mien.Models once more, in plain PyTorch and independent of the C# code.

EfficientNet's module tree is torchvision's, so that its parameter names are the published ones
(https://pytorch.org/vision/stable/models/efficientnet.html). The other networks follow docs/models.md.
"""

import math

import torch
from torch import nn


def divisible(value, divisor=8):
    """Rounds a channel count to a multiple of eight, never more than a tenth down (MobileNet's rule)."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def conv_norm(inputs, outputs, kernel, stride=1, groups=1, activation=True):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.SiLU()) if activation else nn.Sequential(*layers)


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, squeeze):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, squeeze, 1)
        self.fc2 = nn.Conv2d(squeeze, channels, 1)

    def forward(self, x):
        scale = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.fc2(nn.functional.silu(self.fc1(scale))))


class MBConv(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expand):
        super().__init__()
        hidden = divisible(inputs * expand)
        layers = [] if hidden == inputs else [conv_norm(inputs, hidden, 1)]
        layers += [
            conv_norm(hidden, hidden, kernel, stride, groups=hidden),
            SqueezeExcitation(hidden, max(1, inputs // 4)),
            conv_norm(hidden, outputs, 1, activation=False),
        ]
        self.block = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.block(x) if self.residual else self.block(x)


class EfficientNet(nn.Module):
    # expansion, kernel, stride, inputs, outputs, layers: table 1 of Tan and Le, 2019
    STAGES = [
        (1, 3, 1, 32, 16, 1), (6, 3, 2, 16, 24, 2), (6, 5, 2, 24, 40, 2), (6, 3, 2, 40, 80, 3),
        (6, 5, 1, 80, 112, 3), (6, 5, 2, 112, 192, 4), (6, 3, 1, 192, 320, 1),
    ]

    def __init__(self, width=1.0, depth=1.0):
        super().__init__()
        layers = [conv_norm(3, divisible(32 * width), 3, 2)]
        for expand, kernel, stride, inputs, outputs, count in self.STAGES:
            inputs, outputs = divisible(inputs * width), divisible(outputs * width)
            blocks = [MBConv(inputs, outputs, kernel, stride, expand)]
            blocks += [MBConv(outputs, outputs, kernel, 1, expand) for _ in range(math.ceil(count * depth) - 1)]
            layers.append(nn.Sequential(*blocks))
        layers.append(conv_norm(outputs, 4 * outputs, 1))
        self.features = nn.Sequential(*layers)

    def forward_map(self, x):
        return self.features(x)

    def forward(self, x):
        return self.features(x).mean((2, 3))


class AudioNetwork(nn.Module):
    def __init__(self, bands=64, channels=(32, 64, 96, 128), hidden=128, attention=64):
        super().__init__()
        inputs, blocks = 1, []
        for index, outputs in enumerate(channels):
            pool = (2, 2) if index < 2 else (2, 1)
            blocks.append(nn.Sequential(
                nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(pool)))
            inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.lstm = nn.LSTM(inputs * (bands // 2 ** len(channels)), hidden, batch_first=True, bidirectional=True)
        self.pool = nn.ModuleDict({"project": nn.Linear(2 * hidden, attention), "score": nn.Linear(attention, 1)})

    def forward_sequence(self, x):
        x = self.blocks(x)  # (N, C, bands, steps)
        x = x.permute(0, 3, 1, 2).flatten(2)  # (N, steps, C * bands)
        return self.lstm(x)[0]

    def pool_time(self, sequence):
        weights = torch.softmax(self.pool["score"](torch.tanh(self.pool["project"](sequence))), 1)
        return (weights * sequence).sum(1)

    def forward(self, x):
        return self.pool_time(self.forward_sequence(x))


class Head(nn.Module):
    def __init__(self, features, labels):
        super().__init__()
        self.linear = nn.Linear(features, labels)

    def forward(self, x):
        return self.linear(x)


class SingleModel(nn.Module):
    def __init__(self, encoder, features, labels):
        super().__init__()
        self.encoder = encoder
        self.head = Head(features, labels)

    def forward(self, x):
        return self.head(self.encoder(x))


class ModalityAttentionFusion(nn.Module):
    def __init__(self, image=1280, audio=256, features=256):
        super().__init__()
        self.image_projection = nn.Linear(image, features)
        self.audio_projection = nn.Linear(audio, features)
        self.missing_image = nn.Parameter(torch.zeros(features))
        self.missing_audio = nn.Parameter(torch.zeros(features))
        self.score = nn.Linear(2 * features, 2)

    def forward(self, image, image_map, audio, audio_sequence, presence):
        rows = []
        for row in range(len(image)):  # one person at a time: no masking arithmetic to get wrong twice
            seen = presence[row] > 0.5
            i = self.image_projection(image[row]) if seen[0] else self.missing_image
            a = self.audio_projection(audio[row]) if seen[1] else self.missing_audio
            scores = self.score(torch.cat([i, a]))
            weights = torch.zeros(2)
            if seen.any():
                weights[seen] = torch.softmax(scores[seen], 0)
            rows.append(torch.cat([weights[0] * i if seen[0] else i, weights[1] * a if seen[1] else a]))
        return torch.stack(rows)


class ChannelAttentionFusion(nn.Module):
    def __init__(self, image=1280, audio=256, reduction=16):
        super().__init__()
        self.missing_image = nn.Parameter(torch.zeros(image))
        self.missing_audio = nn.Parameter(torch.zeros(audio))
        self.squeeze = nn.Linear(image + audio, (image + audio) // reduction)
        self.excite = nn.Linear((image + audio) // reduction, image + audio)

    def forward(self, image, image_map, audio, audio_sequence, presence):
        rows = []
        for row in range(len(image)):
            seen = presence[row] > 0.5
            i = [image[row], image_map[row].flatten(1).mean(1), image_map[row].flatten(1).max(1).values]
            a = [audio[row], audio_sequence[row].mean(0), audio_sequence[row].max(0).values]
            i = i if seen[0] else [self.missing_image] * 3
            a = a if seen[1] else [self.missing_audio] * 3
            features, average, maximum = (torch.cat(pair) for pair in zip(i, a))
            bottleneck = lambda x: self.excite(torch.relu(self.squeeze(x)))
            rows.append(features * torch.sigmoid(bottleneck(average) + bottleneck(maximum)))
        return torch.stack(rows)


class FusionHead(nn.Module):
    def __init__(self, inputs, labels, hidden=256):
        super().__init__()
        self.project = nn.Linear(inputs, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.linear = nn.Linear(hidden, labels)

    def forward(self, x):
        return self.linear(torch.relu(self.norm(self.project(x))))


class FusionModel(nn.Module):
    def __init__(self, fusion, features, labels):
        super().__init__()
        self.image_encoder = EfficientNet()
        self.audio_encoder = AudioNetwork()
        self.fusion = fusion
        self.head = FusionHead(features, labels)

    def forward(self, image, audio, presence):
        image_map = self.image_encoder.forward_map(image)
        sequence = self.audio_encoder.forward_sequence(audio)
        fused = self.fusion(image_map.mean((2, 3)), image_map, self.audio_encoder.pool_time(sequence), sequence, presence)
        return self.head(fused)

using Mien.Core;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Configuration;

namespace Mien.Training.Explanation;

/// <summary>The layers of a model's face encoder, by the names of their weights without <c>.weight</c>: what Grad-CAM can look at.</summary>
public sealed class FaceLayers
{
    private const int NamesInMessages = 5;

    private readonly OrderedDictionary<string, Module<Tensor, Tensor>> _layers = [];
    private readonly string _encoder;

    /// <summary>Lists the layers of a model.</summary>
    /// <exception cref="UserErrorException">The model sees no faces.</exception>
    public FaceLayers(EmotionModel model)
    {
        EfficientNet encoder = model switch
        {
            FaceEmotionModel face => face.Encoder,
            FusionEmotionModel fusion => fusion.ImageEncoder,
            _ => throw new UserErrorException($"A {model.Task} model sees no faces, and Grad-CAM shows what a model looks at; give the weights of a face or fusion model."),
        };
        _encoder = model.NamedModules().First(entry => entry.Module == encoder).Name;
        foreach ((string name, Module module) in encoder.NamedModules())
        {
            if (name.Contains('.') && module is Module<Tensor, Tensor> layer)
                _layers.Add($"{_encoder}.{name}", layer);
        }
        Last = _layers.Keys.Last(name => name.Count(letter => letter == '.') == 2); // ENCODER.features.NUMBER
    }

    /// <summary>Names of all layers, in the order in which they run.</summary>
    public IReadOnlyList<string> Names => _layers.Keys;

    /// <summary>Name of the last convolution, with its batch norm and activation: the layer that the paper recommends.</summary>
    public string Last { get; }

    /// <summary>Finds a layer.</summary>
    /// <param name="name">One of <see cref="Names"/>, or the part of it within the encoder, such as <c>features.5</c>.</param>
    /// <exception cref="UserErrorException">There is none of that name; the message lists those that are near.</exception>
    public (string Name, Module<Tensor, Tensor> Layer) Find(string name)
    {
        string? full = _layers.Keys.FirstOrDefault(known => known == name || known == $"{_encoder}.{name}");
        return full is not null
            ? (full, _layers[full])
            : throw new UserErrorException($"The model has no layer {name}; near it are {string.Join(", ", ConfigNames.Near(name, Names).Take(NamesInMessages))}.");
    }
}

using System.Security.Cryptography;
using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>
/// A model file, loaded and checked: ONNX weights with the metadata that say how to feed it (<see cref="ModelMetadata"/>).
/// Inputs <c>image</c>, float (N, 3, H, W), and/or <c>audio</c>, float (N, 1, MelBands, Frames), or <c>features</c>, float
/// (N, Dimension) or (N, Steps, Dimension); output <c>emotion</c>,
/// float (N, labels), probabilities. Owns the ONNX Runtime session. Safe for use from several threads.
/// </summary>
public sealed class ModelBundle : IDisposable
{
    /// <summary>The narrowest picture, in pixels: what the convolutions of a network shrink to one cell.</summary>
    public const int SmallestPicture = 32;

    /// <summary>The widest picture, in pixels.</summary>
    public const int LargestPicture = 1024;

    /// <summary>The shortest window of speech, in frames: what the pooling of a network joins to one step.</summary>
    public const int FewestFrames = 4;

    /// <summary>The longest window of speech, in frames.</summary>
    public const int MostFrames = 10_000;

    private const string ImageInput = "image";
    private const string AudioInput = "audio";
    private const string FeaturesInput = "features";
    private const string EmotionOutput = "emotion";

    private ModelBundle(string path, string sha256, ModelMetadata metadata, OrtSession session) =>
        (FilePath, Sha256, Metadata, Session) = (path, sha256, metadata, session);

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>What the file says about itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>What turns media into the model's input.</summary>
    public PreprocessingSpec Spec => Metadata.Spec;

    /// <summary>Names of the outputs, in their order.</summary>
    public EmotionLabelSet Labels => Metadata.Spec.Labels;

    /// <summary>The loaded network.</summary>
    public OrtSession Session { get; }

    /// <summary>Whether the network takes pictures of any height and width, and not only of those that <see cref="Spec"/> names.</summary>
    public bool HasFreeImageSize => IsFree(ImageInput, 2) && IsFree(ImageInput, 3);

    /// <summary>Whether the network takes any number of frames of sound, and not only the one that <see cref="Spec"/> names.</summary>
    public bool HasFreeAudioLength => IsFree(AudioInput, 3);

    /// <summary>Loads a model and checks that this code can honour it.</summary>
    /// <param name="path">The ONNX file.</param>
    /// <param name="threads">Threads inside one operator; 0 lets ONNX Runtime choose.</param>
    /// <param name="allowSpinning">
    /// Whether several threads wait for the next operator by spinning: the shortest run where nothing else needs the cores.
    /// </param>
    /// <param name="provider">What runs the network; null takes the CPU.</param>
    /// <exception cref="UserErrorException">Missing, unreadable, not ONNX, not one of Mien's, newer, its graph is not what its metadata say, or the provider is not there.</exception>
    public static ModelBundle Load(string path, int threads = 1, bool allowSpinning = false, OrtProviderOptions? provider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = threads, AllowSpinning = allowSpinning, Provider = BestAtOwnSize(path, provider ?? new OrtProviderOptions()) });
        try
        {
            ModelMetadata metadata = ModelMetadata.Read(path, session.Metadata);
            CheckGraph(path, metadata, session);
            return new ModelBundle(path, Hash(path), metadata, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The picture that the network is given where faces are read at another size than the one it was trained at.</summary>
    /// <param name="width">Width in pixels, <see cref="SmallestPicture"/> to <see cref="LargestPicture"/>; the height follows in the proportion of the model's own.</param>
    /// <returns>The image part of <see cref="Spec"/> in this size.</returns>
    /// <exception cref="UserErrorException">The model looks at no pictures, or not at pictures of this size.</exception>
    public ImageSpec ImageOf(int width)
    {
        ImageSpec own = Spec.Image ?? throw new UserErrorException($"The model {FilePath} looks at no pictures, so they have no size; give a model with the task face.");
        if (width is < SmallestPicture or > LargestPicture)
            throw new UserErrorException($"The picture size must be {SmallestPicture} to {LargestPicture} pixels, not {width}.");
        if (width != own.Width && !HasFreeImageSize)
            throw new UserErrorException($"The model {FilePath} takes pictures of {own.Width} x {own.Height} pixels only, not of {width}; export it again, which leaves the size free where the network allows it, or leave the size as it is.");
        return own with { Width = width, Height = (int)Math.Round((double)width * own.Height / own.Width) };
    }

    /// <summary>The spectrum that the network is given where speech is read in other windows than those it was trained on.</summary>
    /// <param name="frames">Frames of <see cref="AudioSpec.HopSamples"/>, <see cref="FewestFrames"/> to <see cref="MostFrames"/>.</param>
    /// <returns>The audio part of <see cref="Spec"/> with this length.</returns>
    /// <exception cref="UserErrorException">The model hears nothing, or not windows of this length.</exception>
    public AudioSpec AudioOf(int frames)
    {
        AudioSpec own = Spec.Audio ?? throw new UserErrorException($"The model {FilePath} hears nothing, so its windows have no length; give a model with the task speech.");
        if (frames is < FewestFrames or > MostFrames)
            throw new UserErrorException($"A window of speech must have {FewestFrames} to {MostFrames} frames, not {frames}.");
        if (frames != own.Frames && !HasFreeAudioLength)
            throw new UserErrorException($"The model {FilePath} takes windows of {own.Frames} frames only, not of {frames}; export it again, which leaves their number free where the network allows it, or leave it as it is.");
        return own with { Frames = frames };
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    private bool IsFree(string input, int axis) => Session.Inputs.FirstOrDefault(info => info.Name == input)?.Shape[axis] < 0;

    /// <summary>An engine of TensorRT is fastest at one size, which is to be the model's own.</summary>
    private static OrtProviderOptions BestAtOwnSize(string path, OrtProviderOptions options)
    {
        if (options.Provider is OrtExecutionProvider.Cpu or OrtExecutionProvider.Cuda)
            return options;
        using OrtSession session = OrtSession.Load(path, new OrtSessionOptions { GraphOptimization = OrtGraphOptimization.None });
        PreprocessingSpec spec = ModelMetadata.Read(path, session.Metadata).Spec;
        return (spec.Image?.Width ?? spec.Audio?.Frames) is { } own ? options with { Size = options.Size.Around(own) } : options;
    }

    private static string Hash(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The model {path} cannot be read ({error.Message.ReplaceLineEndings(" ")}).", error);
        }
    }

    private static void CheckGraph(string path, ModelMetadata metadata, OrtSession session)
    {
        PreprocessingSpec spec = metadata.Spec;
        Dictionary<string, long[]> expected = [];
        if (metadata.Task is ModelTask.Face or ModelTask.Fusion)
            Expect(ImageInput, "looks at faces", "image part");
        if (metadata.Task is ModelTask.Speech or ModelTask.Fusion)
            Expect(AudioInput, "listens to speech", "audio part");
        if (metadata.Task is ModelTask.Features)
            Expect(FeaturesInput, "takes features", "features part");
        if (session.Inputs.Count != expected.Count)
            throw Mismatch(path, $"{session.Inputs.Count} inputs", $"{expected.Count}");
        foreach (OrtTensorInfo input in session.Inputs)
        {
            if (!expected.TryGetValue(input.Name, out long[]? shape))
                throw Mismatch(path, $"the input {input.Name}", string.Join(" and ", expected.Keys));
            if (!Fits(input, shape))
                throw Mismatch(path, $"the input {input}", $"float ({string.Join(", ", shape.Select(size => size < 0 ? "N" : size.ToString()))})");
        }
        // Further heads (landmarks, valence and arousal) may follow.
        if (session.Outputs.Count == 0 || session.Outputs[0].Name != EmotionOutput || !Fits(session.Outputs[0], [-1, spec.Labels.Count]))
            throw Mismatch(path, $"the outputs {string.Join("; ", session.Outputs)}", $"{EmotionOutput}: float (N, {spec.Labels.Count})");

        void Expect(string input, string does, string part) =>
            expected.Add(input, spec.ShapeOf(input) ?? throw new UserErrorException($"The model {path} {does}, but its spec has no {part}; export the model again."));
    }

    /// <summary>Whether a declared tensor takes the shape; -1 in <paramref name="shape"/> demands a free size, a free declared size takes all.</summary>
    private static bool Fits(OrtTensorInfo info, long[] shape) =>
        info.ElementType == OrtElementType.Float
        && info.Shape.Count == shape.Length
        && info.Shape.Zip(shape).All(pair => pair.First < 0 || pair.First == pair.Second);

    private static UserErrorException Mismatch(string path, string found, string expected) =>
        new($"The model {path} has {found} where its metadata ask for {expected}; export the model again.");
}

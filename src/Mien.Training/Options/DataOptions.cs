using System.Text.Json.Serialization;
using Mien.Data;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>Which data a model is trained on, and how it sees them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FaceDataOptions), "fer2013")]
[JsonDerivedType(typeof(SpeechDataOptions), "speech")]
[JsonDerivedType(typeof(RavdessDataOptions), "ravdess")]
[JsonDerivedType(typeof(AffectNetDataOptions), "affectnet")]
[JsonDerivedType(typeof(ImageFolderDataOptions), "image_folder")]
[JsonDerivedType(typeof(AnnotationsDataOptions), "annotations")]
[JsonDerivedType(typeof(Landmarks68DataOptions), "landmarks68")]
[JsonDerivedType(typeof(FeaturesDataOptions), "features")]
[JsonDerivedType(typeof(MixedDataOptions), "mixed")]
[JsonDerivedType(typeof(FaceSceneDataOptions), "face_scenes")]
public abstract record DataOptions
{
    /// <summary>The folder that holds the datasets, each in a folder of its own; relative to the working folder.</summary>
    public string Root { get; init; } = "data";

    /// <summary>What the model expects of its input; stored with the weights.</summary>
    public abstract PreprocessingSpec MakeSpec();

    /// <summary>Opens one part of the data. No person is in two parts.</summary>
    /// <param name="part">The part; augmentation is available in the training part only.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Core.UserErrorException">Data are missing or unreadable, or the split is not by person.</exception>
    public abstract ISampleDataset Open(DatasetPart part, CancellationToken cancellationToken = default);
}

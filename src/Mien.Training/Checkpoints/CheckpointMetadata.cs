namespace Mien.Training.Checkpoints;

/// <summary>Names of the texts that are stored with weights, in safetensors metadata.</summary>
internal static class CheckpointMetadata
{
    /// <summary>The <see cref="Preprocessing.PreprocessingSpec"/> as JSON.</summary>
    public const string Spec = "mien.spec";

    /// <summary>The <see cref="Models.ModelSpec"/> as JSON.</summary>
    public const string Model = "mien.model";

    /// <summary>The run's settings as YAML.</summary>
    public const string Config = "mien.config";

    /// <summary>The run's name.</summary>
    public const string Name = "mien.name";

    /// <summary>Validation scores as JSON.</summary>
    public const string Validation = "mien.validation";

    /// <summary>Where the run stands, as JSON.</summary>
    public const string State = "mien.training_state";

    /// <summary>Ranges of activations that quantisation-aware training found, as JSON.</summary>
    public const string Ranges = "mien.activation_ranges";
}

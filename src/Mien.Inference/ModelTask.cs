namespace Mien.Inference;

/// <summary>What a model looks at.</summary>
public enum ModelTask
{
    /// <summary>Pictures of faces: input <c>image</c>.</summary>
    Face,

    /// <summary>Speech: input <c>audio</c>.</summary>
    Speech,

    /// <summary>Both at once: inputs <c>image</c> and <c>audio</c>.</summary>
    Fusion,

    /// <summary>Features that another program extracted: input <c>features</c>. Nothing here makes them of media.</summary>
    Features,
}

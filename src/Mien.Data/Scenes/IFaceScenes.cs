namespace Mien.Data.Scenes;

/// <summary>Pictures with all their faces. Reading is safe from several threads at once.</summary>
public interface IFaceScenes
{
    /// <summary>Number of pictures.</summary>
    int Count { get; }

    /// <summary>Reads a picture.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="Core.UserErrorException">The picture is missing or damaged.</exception>
    FaceScene Read(int index);
}

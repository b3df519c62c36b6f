using Mien.Core;

namespace Mien.Vision.Tests.Support;

/// <summary>Somebody in a painted film: a face with hair above and clothes below, each of one colour.</summary>
/// <param name="Skin">Colour of the face.</param>
/// <param name="Hair">Colour of the hair.</param>
/// <param name="Clothes">Colour of the clothes.</param>
/// <param name="Place">Where the face is in a frame of a number; null where the person is not in the picture.</param>
internal sealed record PaintedPerson(Rgb Skin, Rgb Hair, Rgb Clothes, Func<int, BoundingBox?> Place);

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B);

namespace Mien.Torch;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Type of the elements.</param>
/// <param name="Shape">Size of each dimension.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after the last.</param>
internal sealed record SafeTensorsEntry(string Name, DType DType, long[] Shape, long Begin, long End);

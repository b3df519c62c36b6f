using System.Text;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>A valid ONNX file that carries none of Mien's metadata.</summary>
internal static class ForeignModel
{
    private const int Float = 1;

    /// <summary>y = x for x of shape (1, 3), operator set 13 (fields by number of onnx.proto3).</summary>
    public static byte[] Identity()
    {
        byte[] node = [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "Identity")];
        byte[] graph = [.. Field(1, node), .. Text(2, "g"), .. Field(11, Value("x")), .. Field(12, Value("y"))];
        byte[] operatorSet = [.. Text(1, ""), .. Number(2, 13)];
        return [.. Number(1, 8), .. Field(7, graph), .. Field(8, operatorSet)];
    }

    private static byte[] Value(string name)
    {
        byte[] shape = [.. Field(1, Number(1, 1)), .. Field(1, Number(1, 3))];
        byte[] tensor = [.. Number(1, Float), .. Field(2, shape)];
        return [.. Text(1, name), .. Field(2, Field(1, tensor))];
    }

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) => [(byte)((field << 3) | 2), (byte)content.Length, .. content];
}

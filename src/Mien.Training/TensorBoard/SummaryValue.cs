using Google.Protobuf;

namespace Mien.Training.TensorBoard;

/// <summary>A number or a picture that TensorBoard shows under a name.</summary>
public sealed class SummaryValue
{
    // Fields of tensorflow.Summary.Value and tensorflow.Summary.Image (tensorflow/core/framework/summary.proto).
    private const int TagField = 1, NumberField = 2, ImageField = 4;
    private const int HeightField = 1, WidthField = 2, ColorSpaceField = 3, EncodedField = 4, Rgb = 3;

    private readonly float? _number;
    private readonly byte[]? _png;
    private readonly int _width, _height;

    /// <summary>A number.</summary>
    /// <param name="tag">Its name; TensorBoard groups by what is before the slash.</param>
    /// <param name="number">The number.</param>
    public SummaryValue(string tag, double number) => (Tag, _number) = (tag, (float)number);

    /// <summary>A picture.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="png">The picture as an RGB PNG file.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public SummaryValue(string tag, byte[] png, int width, int height) => (Tag, _png, _width, _height) = (tag, png, width, height);

    /// <summary>The name.</summary>
    public string Tag { get; }

    /// <summary>The value as a protobuf message.</summary>
    internal ByteString ToMessage() => ProtoMessage.Of(output =>
    {
        output.WriteTag(TagField, WireFormat.WireType.LengthDelimited);
        output.WriteString(Tag);
        if (_number is { } number)
        {
            output.WriteTag(NumberField, WireFormat.WireType.Fixed32);
            output.WriteFloat(number);
            return;
        }
        output.WriteTag(ImageField, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ProtoMessage.Of(image =>
        {
            foreach ((int field, int value) in ((int, int)[])[(HeightField, _height), (WidthField, _width), (ColorSpaceField, Rgb)])
            {
                image.WriteTag(field, WireFormat.WireType.Varint);
                image.WriteInt32(value);
            }
            image.WriteTag(EncodedField, WireFormat.WireType.LengthDelimited);
            image.WriteBytes(ByteString.CopyFrom(_png));
        }));
    });

    /// <summary>The tag of a value's message; empty where it has none.</summary>
    internal static string TagOf(ByteString message)
    {
        CodedInputStream input = message.CreateCodedInput();
        while (input.ReadTag() is > 0 and uint tag)
            if (WireFormat.GetTagFieldNumber(tag) == TagField)
                return input.ReadString();
            else
                input.SkipLastField();
        return "";
    }
}

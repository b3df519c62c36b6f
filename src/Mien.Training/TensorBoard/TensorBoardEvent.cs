using Google.Protobuf;

namespace Mien.Training.TensorBoard;

/// <summary>What a run had to say at a step.</summary>
/// <param name="Step">The step, counted over the whole run.</param>
/// <param name="Tags">Names of the values.</param>
public sealed record TensorBoardEvent(long Step, IReadOnlyList<string> Tags)
{
    // Fields of tensorflow.Event (tensorflow/core/util/event.proto) and of tensorflow.Summary.
    private const int TimeField = 1, StepField = 2, VersionField = 3, SummaryField = 5, ValueField = 1;
    private const string Version = "brain.Event:2";

    /// <summary>The message that a file of events begins with.</summary>
    /// <param name="time">When it is written.</param>
    internal static byte[] FileVersion(DateTimeOffset time) => Message(time, 0, output =>
    {
        output.WriteTag(VersionField, WireFormat.WireType.LengthDelimited);
        output.WriteString(Version);
    });

    /// <summary>The message of some values.</summary>
    /// <param name="time">When they are written.</param>
    /// <param name="step">The step, counted over the whole run.</param>
    /// <param name="values">The values.</param>
    internal static byte[] Of(DateTimeOffset time, long step, IEnumerable<SummaryValue> values) => Message(time, step, output =>
    {
        output.WriteTag(SummaryField, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ProtoMessage.Of(summary =>
        {
            foreach (SummaryValue value in values)
            {
                summary.WriteTag(ValueField, WireFormat.WireType.LengthDelimited);
                summary.WriteBytes(value.ToMessage());
            }
        }));
    });

    /// <summary>Reads of a message what it tells of, without the values.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is no message.</exception>
    internal static TensorBoardEvent Parse(byte[] message)
    {
        CodedInputStream input = new(message);
        (long step, List<string> tags) = (0, []);
        while (input.ReadTag() is > 0 and uint tag)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case StepField:
                    step = input.ReadInt64();
                    break;
                case SummaryField:
                    CodedInputStream summary = input.ReadBytes().CreateCodedInput();
                    while (summary.ReadTag() > 0)
                        tags.Add(SummaryValue.TagOf(summary.ReadBytes()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        return new TensorBoardEvent(step, tags);
    }

    private static byte[] Message(DateTimeOffset time, long step, Action<CodedOutputStream> what) => ProtoMessage.Of(output =>
    {
        output.WriteTag(TimeField, WireFormat.WireType.Fixed64);
        output.WriteDouble(time.ToUnixTimeMilliseconds() / 1000.0);
        output.WriteTag(StepField, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        what(output);
    }).ToByteArray();
}

using System.Runtime.InteropServices;

namespace Mien.Interop.Torch;

/// <summary>One argument or result of a boxed operator call, laid out as <c>MienValue</c> in native/torch/torch_abi.h.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Count">Length of a list (slots) or text (bytes); a device's type.</param>
/// <param name="Value">The value itself, or the first slot of a list or text in the scratch.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct NativeValue(ValueKind Kind, int Count, long Value);

namespace Mien.Torch;

/// <summary>Whether autograd records operators. The mode flows with the logical call, across <c>await</c>.</summary>
public static class Grad
{
    /// <summary>Whether autograd records operators here.</summary>
    public static bool IsEnabled => AmbientState.Current.GradEnabled;

    /// <summary>Stops recording until the result is disposed.</summary>
    public static IDisposable Disabled() => new Mode(enabled: false);

    /// <summary>Records, inside <see cref="Disabled"/> too, until the result is disposed.</summary>
    public static IDisposable Enabled() => new Mode(enabled: true);

    private sealed class Mode : IDisposable
    {
        private readonly bool _before;

        public Mode(bool enabled)
        {
            AmbientState ambient = AmbientState.Current;
            _before = ambient.GradEnabled;
            AmbientState.Current = ambient with { GradEnabled = enabled };
        }

        public void Dispose() => AmbientState.Current = AmbientState.Current with { GradEnabled = _before };
    }
}

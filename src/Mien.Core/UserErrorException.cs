namespace Mien.Core;

/// <summary>
/// A wrong use or a bad input. The message is one sentence for the user: what, where, what to do.
/// The command line prints it without a stack trace and exits with 2.
/// </summary>
public sealed class UserErrorException : Exception
{
    /// <summary>Makes the error from its one sentence.</summary>
    public UserErrorException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}

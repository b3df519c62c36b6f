namespace Mien.Training.Distributed;

/// <summary>Another process of a distributed run is gone, so this one cannot go on. The message names it.</summary>
/// <param name="message">One sentence for the user.</param>
/// <param name="cause">What failed here because of it, or null.</param>
public sealed class RankLostException(string message, Exception? cause = null) : Exception(message, cause);

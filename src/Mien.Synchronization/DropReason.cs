namespace Mien.Synchronization;

/// <summary>Why a synchroniser dropped an item.</summary>
public enum DropReason
{
    /// <summary>The queue was full and this was its oldest item.</summary>
    QueueFull,

    /// <summary>It was too old to be of use when its turn came (<see cref="SynchronizerOptions.MaxFrameAge"/>, <see cref="SynchronizerOptions.MaxSoundLateness"/>).</summary>
    Stale,

    /// <summary>It came after something that was captured later had been passed on.</summary>
    OutOfOrder,

    /// <summary>Another item of the same stream was captured at the same time.</summary>
    Duplicate,

    /// <summary>It still waited when the synchroniser was disposed, or came after that.</summary>
    Ended,
}

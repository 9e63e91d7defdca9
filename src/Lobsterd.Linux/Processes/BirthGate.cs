namespace Lobsterd.Linux.Processes;

/// <summary>Keeps the birth of children apart from descriptors that must be gone once they are closed.</summary>
/// <remarks>From its birth until it runs its program a child has a copy of every descriptor, close-on-exec or not. What a descriptor holds
/// alone (a TAP) is held that long, whatever we close: whoever opens it next would be told that it is busy.</remarks>
internal static class BirthGate
{
    private static readonly ReaderWriterLockSlim Gate = new();

    /// <summary>Until it is disposed, a child may be born; many at a time.</summary>
    internal static Hold Birth()
    {
        Gate.EnterReadLock();
        return new Hold(isShared: true);
    }

    /// <summary>Until it is disposed, none is: on the thread that asked.</summary>
    internal static Hold NoBirth()
    {
        Gate.EnterWriteLock();
        return new Hold(isShared: false);
    }

    /// <summary>The gate held; ends with its scope.</summary>
    internal readonly ref struct Hold(bool isShared)
    {
        /// <summary>Lets go.</summary>
        public void Dispose()
        {
            if (isShared) Gate.ExitReadLock();
            else Gate.ExitWriteLock();
        }
    }
}

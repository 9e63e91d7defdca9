namespace Lobsterd.Domain.Events;

/// <summary>The events on a disk: the audit log. It only grows at its end, and forgets at its beginning.</summary>
public interface IEventLog
{
    /// <summary>The last number that the log held when it was opened; 0 for an empty one.</summary>
    long LastSequence { get; }

    /// <summary>Hands an event over to be written; never waits. One that finds no room is lost, and counted.</summary>
    void Append(TenantEvent happened);

    /// <summary>How many events were lost since this was last asked, because there was no room for them or they could not be written.</summary>
    long TakeLost();

    /// <summary>What has been written behind a number, oldest first; lines that cannot be read are left out.</summary>
    IAsyncEnumerable<TenantEvent> ReadAsync(long after, CancellationToken cancellationToken);
}

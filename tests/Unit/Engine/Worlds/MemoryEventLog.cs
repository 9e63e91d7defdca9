using Lobsterd.Domain.Events;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>An audit log in memory.</summary>
internal sealed class MemoryEventLog : IEventLog
{
    private readonly Lock gate = new();
    private readonly List<TenantEvent> written = [];

    /// <summary>How many were lost since that was last asked.</summary>
    public long Lost { get; set; }

    public long LastSequence => All is [.., var last] ? last.Sequence : 0;

    public IReadOnlyList<TenantEvent> All
    {
        get
        {
            lock (gate) return [.. written];
        }
    }

    public void Append(TenantEvent happened)
    {
        lock (gate) written.Add(happened);
    }

    public long TakeLost()
    {
        var lost = Lost;
        Lost = 0;
        return lost;
    }

    public IAsyncEnumerable<TenantEvent> ReadAsync(long after, CancellationToken cancellationToken) => All.Where(happened => happened.Sequence > after).ToAsyncEnumerable();
}

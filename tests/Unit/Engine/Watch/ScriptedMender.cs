using System.Collections.Concurrent;
using System.Threading.Channels;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Tests.Unit.Engine.Watch;

/// <summary>Says what it is told to say, and tells each repair that is asked of it.</summary>
internal sealed class ScriptedMender : IMender
{
    private readonly Channel<string> asked = Channel.CreateUnbounded<string>();
    private readonly Channel<string> looked = Channel.CreateUnbounded<string>();
    private readonly Channel<string> glanced = Channel.CreateUnbounded<string>();
    private readonly Channel<string> lookedBesides = Channel.CreateUnbounded<string>();
    private int atOnce;

    /// <summary>Who is in a command's hands.</summary>
    internal ConcurrentDictionary<string, bool> Busy { get; } = new();

    /// <summary>Whose VM's end would be told by itself.</summary>
    internal ConcurrentDictionary<string, bool> Watched { get; } = new();

    /// <summary>How repairs come out.</summary>
    internal MendOutcome Repair { get; set; } = MendOutcome.Healthy;

    /// <summary>Held back until it completes.</summary>
    internal Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Most repairs at the same time so far.</summary>
    internal int MostAtOnce { get; private set; }

    /// <summary>Every repair in its order: a tenant's name, or <c>(host)</c>.</summary>
    internal ChannelReader<string> Asked => asked.Reader;

    /// <summary>Every look with all checks in its order, by the tenant's name.</summary>
    internal ChannelReader<string> Looked => looked.Reader;

    /// <summary>Every look at whether a VM is there in its order, by the tenant's name.</summary>
    internal ChannelReader<string> Glanced => glanced.Reader;

    /// <summary>Every look at what all share beside the front, by the check's name.</summary>
    internal ChannelReader<string> LookedBesides => lookedBesides.Reader;

    public bool IsBusy(TenantName name) => Busy.ContainsKey(name.Value);

    public bool IsWatched(Tenant tenant) => Watched.ContainsKey(tenant.Name.Value);

    public Task<MendOutcome> LookAsync(Tenant tenant, bool isWhole, CancellationToken cancellationToken)
    {
        _ = (isWhole ? looked : glanced).Writer.TryWrite(tenant.Name.Value);
        return Task.FromResult(MendOutcome.Healthy);
    }

    public async Task<MendOutcome> MendAsync(TenantName name, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref atOnce);
        lock (asked) MostAtOnce = Math.Max(MostAtOnce, now);
        _ = asked.Writer.TryWrite(name.Value);
        await Gate.WaitAsync(cancellationToken);
        _ = Interlocked.Decrement(ref atOnce);
        return Repair;
    }

    public Task<MendOutcome> LookAtFrontAsync(IReadOnlyCollection<HealthCheck> besides, CancellationToken cancellationToken)
    {
        foreach (var check in besides) _ = lookedBesides.Writer.TryWrite(check.Name);
        return Task.FromResult(MendOutcome.Healthy);
    }

    public Task<MendOutcome> MendHostAsync(CancellationToken cancellationToken)
    {
        _ = asked.Writer.TryWrite("(host)");
        return Task.FromResult(MendOutcome.Healthy);
    }
}

using System.Collections.Concurrent;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Watch;

/// <summary>Hearts that beat until a test stops them.</summary>
internal sealed class ToldHearts : IHeartbeats
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LobsterError?>> beating = new();

    /// <summary>Whose are listened to now.</summary>
    internal IEnumerable<string> Heard => beating.Keys.Order();

    /// <summary>How often they were asked to beat.</summary>
    internal TimeSpan? Every { get; private set; }

    public async Task<LobsterError?> ListenAsync(VmOwner owner, TimeSpan every, CancellationToken cancellationToken)
    {
        Every = every;
        var end = beating.GetOrAdd(owner.Name.Value, _ => new TaskCompletionSource<LobsterError?>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return await end.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _ = beating.TryRemove(owner.Name.Value, out _);
        }
    }

    /// <summary>Stops one that is listened to.</summary>
    internal void Stop(string name, bool wasHeard = true) =>
        beating[name].SetResult(wasHeard ? new LobsterError(AgentErrors.Unreachable, $"{name} fell silent") : null);
}

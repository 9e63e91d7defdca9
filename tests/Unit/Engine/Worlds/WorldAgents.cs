using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>Agents of a <see cref="World"/>: they answer while their VM stands, and remember who they were told to be.</summary>
internal sealed class WorldAgents(World world, TimeProvider clock) : IAgents
{
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether guests do not come up until <see cref="Answer"/>.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether guests let go before they are told to.</summary>
    public bool ThawsItself { get; set; }

    /// <summary>Whether guests know nothing of standing still.</summary>
    public bool IsOld { get; set; }

    /// <summary>What is free on every guest's disk.</summary>
    public long FreeBytes { get; set; } = 1L << 29;

    /// <summary>How many of the next questions for stats get no answer.</summary>
    public int LateAnswers { get; set; }

    /// <summary>What a question for stats waits for; nothing unless told.</summary>
    public Func<CancellationToken, Task> Hesitation { get; set; } = _ => Task.CompletedTask;

    /// <summary>How far every guest's clock is off, until it is set.</summary>
    public TimeSpan ClockOff { get; set; }

    public Dictionary<TenantName, TenantClaim> Claims { get; } = [];

    /// <summary>What every command turns out to be; null while commands are refused.</summary>
    public IExecSession? Command { get; set; }

    /// <summary>The command that was asked for last.</summary>
    public ExecSpec? Asked { get; private set; }

    public async Task<UnitResult<LobsterError>> WaitReadyAsync(VmOwner owner, TimeSpan within, CancellationToken cancellationToken)
    {
        if (!IsSilent) return await world.Do("agent.ready").AsTask();
        try
        {
            await answered.Task.WaitAsync(within, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new LobsterError(AgentErrors.Unreachable, $"the agent of {owner.Name} gave no answer within {within.TotalSeconds:0} s");
        }

        return await world.Do("agent.ready").AsTask();
    }

    public Task HangUpAsync(VmOwner owner, CancellationToken cancellationToken) => Task.FromResult(world.Do("agent.hang-up"));

    public void Answer() => answered.SetResult();

    public Task<UnitResult<LobsterError>> PrepareWorkloadAsync(VmOwner owner, PreparedWorkload workload, CancellationToken cancellationToken) =>
        world.Do("workload.prepare").AsTask();

    /// <summary>What a guest proves of itself; unless told, that it is who it was told to be, and nobody else.</summary>
    public Func<TenantClaim, GuestProof?> Proof { get; set; } = Proven;

    /// <summary>A guest that is who it was told to be, and nobody else.</summary>
    public static GuestProof Proven(TenantClaim claim) =>
        new(Guid.NewGuid(), Guid.NewGuid(), RandomNumberGenerator.GetBytes(32), claim.Name.Value, claim.Address, claim.Now, []);

    public Task<Result<GuestProof?, LobsterError>> ClaimAsync(VmOwner owner, TenantClaim claim, CancellationToken cancellationToken)
    {
        lock (Claims) Claims[owner.Name] = claim;
        return world.Do("agent.claim").AsTask(Proof(claim));
    }

    public Task<UnitResult<LobsterError>> StartWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        world.Do("workload.start").AsTask();

    public Dictionary<TenantName, TimeSpan?> Waits { get; } = [];

    public Task<UnitResult<LobsterError>> WaitWorkloadAsync(VmOwner owner, string token, TimeSpan? within, CancellationToken cancellationToken)
    {
        lock (Waits) Waits[owner.Name] = within;
        return world.Do("workload.wait").AsTask();
    }

    public Dictionary<TenantName, (IReadOnlyList<WorkloadSecret> All, bool Restart)> Secrets { get; } = [];

    public Task<UnitResult<LobsterError>> SetSecretsAsync(
        VmOwner owner, string token, IReadOnlyList<WorkloadSecret> secrets, bool restart, CancellationToken cancellationToken)
    {
        lock (Secrets) Secrets[owner.Name] = (secrets, restart);
        return world.Do("agent.secrets").AsTask();
    }

    public Task<UnitResult<LobsterError>> StopWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        world.Do("workload.stop").AsTask();

    public Task<UnitResult<LobsterError>> ShutdownAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        world.Do("agent.shutdown").AsTask();

    /// <summary>When every guest wants to be awake.</summary>
    public IReadOnlyList<GuestSchedule> Schedules { get; set; } = [];

    public Task<Result<IReadOnlyList<GuestSchedule>, LobsterError>> SchedulesAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        world.Do("agent.schedules").AsTask(Schedules);

    public Task<UnitResult<LobsterError>> SyncAsync(VmOwner owner, string token, CancellationToken cancellationToken) => world.Do("agent.sync").AsTask();

    public Task<UnitResult<LobsterError>> FreezeAsync(VmOwner owner, string token, TimeSpan atMost, CancellationToken cancellationToken) =>
        world.Make("agent.freeze", $"{owner.Name} frozen").AsTask();

    public Task<UnitResult<LobsterError>> ThawAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        var wasFrozen = world.Has($"{owner.Name} frozen");
        var failed = world.Take("agent.thaw", $"{owner.Name} frozen");
        if (wasFrozen && !ThawsItself) return failed.AsTask();
        return Task.FromResult(UnitResult.Failure(new LobsterError(AgentErrors.Refused, "the overlay is not frozen")));
    }

    public Task<UnitResult<LobsterError>> SetClockAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        ClockOff = TimeSpan.Zero;
        return world.Do("agent.clock").AsTask();
    }

    public Task<UnitResult<LobsterError>> WakeAsync(VmOwner owner, string token, byte[]? nonce, CancellationToken cancellationToken) =>
        (nonce is null ? world.Do("agent.wake") : world.Do("agent.wake") ?? world.Take("agent.release", $"{owner.Name} held")).AsTask();

    public Task<UnitResult<LobsterError>> HoldAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken) =>
        IsOld
            ? Task.FromResult(UnitResult.Failure(new LobsterError(AgentErrors.Refused, "this is no message of the protocol")))
            : world.Make("agent.hold", $"{owner.Name} held").AsTask();

    public Task<UnitResult<LobsterError>> ReleaseAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken) =>
        world.Take("agent.release", $"{owner.Name} held").AsTask();

    public Task<Result<GuestProof?, LobsterError>> ReclaimAsync(
        VmOwner owner, TenantClaim claim, byte[] nonce, bool keepProcesses, CancellationToken cancellationToken)
    {
        lock (Claims) Claims[owner.Name] = claim;
        return world.Do(keepProcesses ? "agent.reclaim-kept" : "agent.reclaim").AsTask(Proof(claim));
    }

    public Task<Result<AgentHealth, LobsterError>> HealthAsync(VmOwner owner, CancellationToken cancellationToken) =>
        world.Do("agent.health").AsTask(new AgentHealth(IsClaimed: true, IsWorkloadAnswering: true, "running"));

    public async Task<Result<GuestStats, LobsterError>> StatsAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        await Hesitation(cancellationToken);
        var failed = world.Do("agent.stats");
        if (LateAnswers > 0)
        {
            LateAnswers--;
            failed = new LobsterError(AgentErrors.Unreachable, "agent.stats is late");
        }

        return await failed.AsTask(new GuestStats(TimeSpan.Zero, 0, 0, 0, 1L << 30, FreeBytes, 0, "running", 0) { Now = TimeProvider.System.GetUtcNow() + ClockOff });
    }

    public Task<Result<IExecSession, LobsterError>> ExecAsync(VmOwner owner, string token, ExecSpec spec, CancellationToken cancellationToken)
    {
        Asked = spec;
        return Task.FromResult(Command is null ? new LobsterError(World.Refused, "no exec here") : Result.Success<IExecSession, LobsterError>(Command));
    }

    public IAsyncEnumerable<Result<LogLine, LobsterError>> LogsAsync(
        VmOwner owner, string token, int tail, bool follow, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Result<LogLine, LobsterError>>();
}

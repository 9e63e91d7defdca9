using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>Speaks to the agents in the guests over each tenant's own TAP. Thread-safe; calls to one agent may overlap.</summary>
public sealed partial class AgentClient : IAgents, IDisposable
{
    private const int EntropyBytes = 64;

    private readonly IAgentDoors doors;
    private readonly AgentConfig bounds;
    private readonly TimeProvider clock;
    private readonly ConnectionShelf shelf;
    private readonly AgentCaller caller;

    /// <summary>A client of the agents behind this host's TAPs.</summary>
    /// <param name="bounds">Bounds of answers, workloads and shutdowns.</param>
    /// <param name="clock">The host's clock; guests are set by it.</param>
    public AgentClient(AgentConfig bounds, TimeProvider clock)
        : this(new TapDoors(clock), bounds, clock) { }

    /// <summary>A client with other doors than the tenants' TAPs.</summary>
    internal AgentClient(IAgentDoors doors, AgentConfig bounds, TimeProvider clock)
    {
        this.doors = doors;
        this.bounds = bounds;
        this.clock = clock;
        shelf = new ConnectionShelf(clock);
        caller = new AgentCaller(doors, shelf, clock);
    }

    private TimeSpan AnswerBound => TimeSpan.FromMilliseconds(bounds.AnswerTimeoutMs);

    private TimeSpan ShutdownBound => TimeSpan.FromMilliseconds(bounds.ShutdownTimeoutMs);

    private TimeSpan WorkloadBound => TimeSpan.FromMilliseconds(bounds.WorkloadTimeoutMs);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> WaitReadyAsync(VmOwner owner, TimeSpan within, CancellationToken cancellationToken)
    {
        // Whoever waits for a VM has started one, so a connection to an earlier one is worth nothing.
        shelf.Forget(owner.Id);
        var waiter = new AgentWaiter(doors, owner, ControlAddress.ControlPort, AnswerBound, clock);
        using var deadline = new Deadline(within, clock, cancellationToken);
        try
        {
            var ready = await waiter.WaitAsync(deadline.Token);
            if (ready.TryGetError(out var lapse, out var connection)) return AgentLapses.ToError(lapse, Greeting(owner, AnswerBound));
            shelf.Put(owner.Id, connection);
            return UnitResult.Success<LobsterError>();
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            var silent = AgentLapses.ToError(AgentLapse.Silent, Greeting(owner, within));
            return silent with { Message = $"{silent.Message} ({waiter.Account})" };
        }
    }

    /// <inheritdoc/>
    public async Task HangUpAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (shelf.Take(owner.Id) is not { } connection) return;
        using (connection)
        using (var deadline = new Deadline(AnswerBound, clock, cancellationToken)) await connection.EndAsync(deadline.Token);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> PrepareWorkloadAsync(VmOwner owner, PreparedWorkload workload, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.WorkloadPrepare { Name = workload.Name, Command = workload.Command, User = workload.User, TimeoutMs = bounds.WorkloadTimeoutMs };
        return DoAsync(new AgentCall(owner, request, "workload.prepare", WorkloadBound + AnswerBound), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Result<GuestProof?, LobsterError>> ClaimAsync(VmOwner owner, TenantClaim claim, CancellationToken cancellationToken) =>
        ProveAsync(new AgentCall(owner, AgentMessages.Of(claim), "claim", AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> StartWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.WorkloadStart { Token = token }, "workload.start", AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> WaitWorkloadAsync(VmOwner owner, string token, TimeSpan? within, CancellationToken cancellationToken)
    {
        var bound = within ?? WorkloadBound;
        var request = new AgentRequest.WorkloadWait { Token = token, TimeoutMs = (int)bound.TotalMilliseconds };
        // The agent tells the end of its own wait; ours is longer by what an answer may take.
        return DoAsync(new AgentCall(owner, request, "workload.wait", bound + AnswerBound), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> SetSecretsAsync(
        VmOwner owner, string token, IReadOnlyList<WorkloadSecret> secrets, bool restart, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.SecretsSet { Token = token, All = AgentMessages.Of(secrets), Restart = restart };
        // A workload that is started again is ended first.
        return DoAsync(new AgentCall(owner, request, "secrets", restart ? ShutdownBound + AnswerBound : AnswerBound), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> StopWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.WorkloadStop { Token = token }, "workload.stop", ShutdownBound + AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<AgentHealth, LobsterError>> HealthAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        var call = new AgentCall(owner, new AgentRequest.Health(), "health", AnswerBound) { Port = ControlAddress.HealthPort, KeepsConnection = false };
        if ((await caller.AskAsync(call, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply is AgentReply.Health told && GuestReadings.Of(told) is { } health ? health : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    /// <inheritdoc/>
    public async Task<Result<GuestStats, LobsterError>> StatsAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        var call = new AgentCall(owner, new AgentRequest.Stats { Token = token }, "stats", AnswerBound);
        if ((await caller.AskAsync(call, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply is AgentReply.Stats told && GuestReadings.Of(told) is { } stats ? stats : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<GuestSchedule>, LobsterError>> SchedulesAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        var call = new AgentCall(owner, new AgentRequest.Schedules { Token = token }, "schedules", AnswerBound);
        if ((await caller.AskAsync(call, cancellationToken)).TryGetError(out var error, out var reply))
            return error.Code == AgentErrors.Refused ? Result.Success<IReadOnlyList<GuestSchedule>, LobsterError>([]) : error;
        return reply is AgentReply.Schedules told && GuestReadings.Of(told) is { } all
            ? Result.Success<IReadOnlyList<GuestSchedule>, LobsterError>(all)
            : AgentLapses.ToError(AgentLapse.Garbled, call);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> SyncAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.Sync { Token = token }, "sync", AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> FreezeAsync(VmOwner owner, string token, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.Freeze { Token = token, AtMostMs = (int)Math.Clamp(atMost.TotalMilliseconds, 1, 60_000) };
        return DoAsync(new AgentCall(owner, request, "freeze", AnswerBound) { KeepsConnection = false }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ThawAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.Thaw { Token = token }, "thaw", AnswerBound) { KeepsConnection = false }, cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> SetClockAsync(VmOwner owner, string token, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.ClockSet { Token = token, NowUnixMs = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        return DoAsync(new AgentCall(owner, request, "clock.set", AnswerBound), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> WakeAsync(VmOwner owner, string token, byte[]? nonce, CancellationToken cancellationToken)
    {
        var (now, entropy) = (clock.GetUtcNow().ToUnixTimeMilliseconds(), RandomNumberGenerator.GetBytes(EntropyBytes));
        if (nonce is not null)
        {
            var release = new AgentRequest.Release { Token = token, Nonce = nonce, NowUnixMs = now, Entropy = entropy };
            var released = await DoAsync(new AgentCall(owner, release, "release", AnswerBound), cancellationToken);
            if (!released.TryGetError(out var refused) || refused.Code != AgentErrors.Refused) return released;

            // An agent of the release before does not know that both come together.
            if ((await ReleaseAsync(owner, token, nonce, cancellationToken)).TryGetError(out refused)) return refused;
        }

        var woken = await DoAsync(
            new AgentCall(owner, new AgentRequest.Woken { Token = token, NowUnixMs = now, Entropy = entropy }, "woken", AnswerBound), cancellationToken);
        return woken.TryGetError(out var error) && error.Code == AgentErrors.Refused ? await SetClockAsync(owner, token, cancellationToken) : woken;
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ShutdownAsync(VmOwner owner, string token, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.Shutdown { Token = token }, "shutdown", AnswerBound) { KeepsConnection = false }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        shelf.Dispose();
        foreach (var shared in ticks.Values) shared.Dispose();
    }

    private static AgentCall Greeting(VmOwner owner, TimeSpan bound) => new(owner, new AgentRequest.Health(), "a connection", bound);

    private async Task<Result<GuestProof?, LobsterError>> ProveAsync(AgentCall call, CancellationToken cancellationToken)
    {
        if ((await caller.AskAsync(call, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply switch
        {
            AgentReply.Done => (GuestProof?)null,
            AgentReply.Proof told when GuestReadings.Of(told) is { } proof => proof,
            _ => AgentLapses.ToError(AgentLapse.Garbled, call),
        };
    }

    private async Task<UnitResult<LobsterError>> DoAsync(AgentCall call, CancellationToken cancellationToken)
    {
        if ((await caller.AskAsync(call, cancellationToken)).TryGetError(out var error, out var reply)) return error;
        return reply is AgentReply.Done ? UnitResult.Success<LobsterError>() : AgentLapses.ToError(AgentLapse.Garbled, call);
    }
}

using System.Diagnostics;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Overlay;
using Lobsterd.Guest.Schedules;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Workload;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>Does what an admitted request asks and words the reply; requests that become streams are the session's.</summary>
internal sealed class RequestDesk(
    EventLoop loop, Tenancy tenancy, Supervisor supervisor, WorkloadStarter starter, SecretDesk secrets, AgentSurroundings surroundings, CancellationTokenSource stop)
{
    private const int MostWaitMs = 600_000;
    private const int MostFreezeMs = 60_000;

    private readonly OverlayFreezer freezer = new(surroundings.Overlay, loop.Clock);
    private readonly ScheduleFolder schedules = new(surroundings.Root);
    private readonly StatsReader stats = new(surroundings.Overlay, supervisor, loop.Clock);
    private readonly ReadinessWait readiness = new(supervisor, loop.Clock);
    private readonly HoldDesk holds = new(tenancy, supervisor, secrets, surroundings, loop.Clock);

    /// <summary>Answers one request.</summary>
    internal async Task<AgentReply> AnswerAsync(AgentRequest request, CancellationToken cancellationToken) => request switch
    {
        AgentRequest.Claim claim => ReplyTo(claim, Claim(claim)),
        AgentRequest.WorkloadPrepare prepare => ReplyTo(await PrepareAsync(prepare, cancellationToken)),
        AgentRequest.WorkloadStart => ReplyTo(await supervisor.StartAsync(cancellationToken)),
        AgentRequest.WorkloadWait wait => ReplyTo(await WaitAsync(wait, cancellationToken)),
        AgentRequest.WorkloadStop => await StopWorkloadAsync(cancellationToken),
        AgentRequest.SecretsSet change => ReplyTo(await secrets.ChangeAsync(change, cancellationToken)),
        AgentRequest.Stats => stats.Read(),
        AgentRequest.Schedules => new AgentReply.Schedules { All = await Task.Run(schedules.Read, cancellationToken) },
        AgentRequest.Sync => ReplyTo(await Task.Run(surroundings.Overlay.Sync, cancellationToken)),
        AgentRequest.Freeze freeze => ReplyTo(await FreezeAsync(freeze)),
        AgentRequest.Thaw => ReplyTo(freezer.Thaw()),
        AgentRequest.ClockSet clock => ReplyTo(ClaimChecker.CheckTime(clock.NowUnixMs).Bind(surroundings.Machine.SetClock)),
        AgentRequest.Woken woken => ReplyTo(Wake(woken.NowUnixMs, woken.Entropy)),
        AgentRequest.Hold hold => ReplyTo(await holds.HoldAsync(hold)),
        AgentRequest.Release release => ReplyTo(Release(release)),
        AgentRequest.Reclaim reclaim => ReplyTo(reclaim, await holds.ReclaimAsync(reclaim, cancellationToken)),
        AgentRequest.Health => await HealthAsync(cancellationToken),
        AgentRequest.Shutdown => Stop(),
        _ => throw new UnreachableException($"{request.GetType().Name} is a stream's"),
    };

    /// <summary>What the health port says; the control port says the same.</summary>
    internal async Task<AgentReply> HealthAsync(CancellationToken cancellationToken) => new AgentReply.Health
    {
        Claimed = tenancy.Claim is not null,
        WorkloadAnswers = supervisor.State == WorkloadState.Running && await Probe().AnswersAsync(cancellationToken),
        WorkloadState = supervisor.State.ToWord(),
    };

    /// <summary>Nothing is asked any more. Whoever a freeze holds back could not end, not even by KILL.</summary>
    internal void End()
    {
        if (freezer.IsFrozen) _ = freezer.Thaw();
    }

    private UnitResult<LobsterError> Claim(AgentRequest.Claim request)
    {
        var wasAnonymous = tenancy.Claim is null;
        var taken = tenancy.Take(request);
        if (taken.IsSuccess && wasAnonymous)
        {
            secrets.Take();
            schedules.Ensure();
            supervisor.Take(tenancy.Claim!);
        }

        return taken;
    }

    // The seed comes first: what asks for random bytes then gets none that the saved memory would have given.
    private UnitResult<LobsterError> Wake(long nowUnixMs, byte[] entropy) =>
        entropy.Length != ClaimLimits.EntropyBytes
            ? ClaimChecker.Invalid("entropy", "is not 64 bytes")
            : ClaimChecker.CheckTime(nowUnixMs).Bind(now => surroundings.Machine.Seed(entropy).Bind(() => surroundings.Machine.SetClock(now)));

    // Nothing that was frozen goes on by the old time, or draws what the saved memory would have given.
    private UnitResult<LobsterError> Release(AgentRequest.Release release) => (release.NowUnixMs, release.Entropy) switch
    {
        (null, null) => holds.Release(release),
        ({ } now, { } entropy) => Wake(now, entropy).Bind(() => holds.Release(release)),
        _ => ClaimChecker.Invalid("entropy", "does not come without the time"),
    };

    private async Task<UnitResult<LobsterError>> PrepareAsync(AgentRequest.WorkloadPrepare prepare, CancellationToken cancellationToken)
    {
        if (tenancy.Claim is not null) return new LobsterError(IdentityErrors.ClaimedAlready, "this VM has its tenant, and nobody waits for one");
        if (prepare.TimeoutMs is < 1 or > MostWaitMs) return ClaimChecker.Invalid("timeoutMs", "is not 1 to 600000");
        if (WorkloadChecker.Check(prepare).TryGetError(out var invalid, out var workload)) return invalid;
        return await starter.PrepareAsync(workload, TimeSpan.FromMilliseconds(prepare.TimeoutMs), cancellationToken);
    }

    private async Task<UnitResult<LobsterError>> WaitAsync(AgentRequest.WorkloadWait wait, CancellationToken cancellationToken) =>
        wait.TimeoutMs is < 1 or > MostWaitMs
            ? ClaimChecker.Invalid("timeoutMs", "is not 1 to 600000")
            : await readiness.RunAsync(Probe(), TimeSpan.FromMilliseconds(wait.TimeoutMs), cancellationToken);

    private async Task<AgentReply> StopWorkloadAsync(CancellationToken cancellationToken)
    {
        await supervisor.StopAsync(cancellationToken);
        return new AgentReply.Done();
    }

    private async Task<UnitResult<LobsterError>> FreezeAsync(AgentRequest.Freeze freeze) =>
        freeze.AtMostMs is < 1 or > MostFreezeMs
            ? ClaimChecker.Invalid("atMostMs", "is not 1 to 60000")
            : await freezer.FreezeAsync(TimeSpan.FromMilliseconds(freeze.AtMostMs));

    private AgentReply.Done Stop()
    {
        // The reply goes out first: whoever waits for the token continues on a later turn of the loop.
        stop.CancelAfter(TimeSpan.Zero);
        return new AgentReply.Done();
    }

    private PortProbe Probe() => new(loop, new IPEndPoint(tenancy.Claim!.Address, tenancy.Claim.Workload.Port), tenancy.Claim.Workload.HealthPath);

    // Whoever speaks the version before expects no more than that it was done.
    private AgentReply ReplyTo(AgentRequest request, UnitResult<LobsterError> taken) =>
        taken.IsFailure || request.V < AgentLimits.ProvingVersion ? ReplyTo(taken)
        : tenancy.Prove().TryGetError(out var unread, out var proof) ? Refusals.Of(unread)
        : proof;

    private static AgentReply ReplyTo(UnitResult<LobsterError> outcome) =>
        outcome.TryGetError(out var error) ? Refusals.Of(error) : new AgentReply.Done();
}

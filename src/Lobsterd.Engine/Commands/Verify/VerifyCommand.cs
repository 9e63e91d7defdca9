using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Verify;

/// <summary>Tries whether a sleeper would wake where it was, without waking it, and writes down what came of it.</summary>
/// <remarks>Without its tenant's lock: whoever wants that, a wake first of all, has it at once, and the trial gives way.</remarks>
public sealed class VerifyCommand(VerifyTrial trial, TenantDesk desk, RegistryBook registry)
{
    private const string Actor = "service";
    private const string Wake = "resume";

    /// <summary>Starts a trial.</summary>
    /// <param name="name">The sleeper.</param>
    /// <param name="givesWayToAll">Whether it gives way to the wakes of others too, which want this host's processors.</param>
    /// <returns>The operation; its answer is the <see cref="Tenant"/>, with a proof unless the trial gave way.</returns>
    /// <error code="operation.start.stopping">The service is stopping.</error>
    public Result<Operation, LobsterError> Start(TenantName name, bool givesWayToAll) =>
        desk.Operations.Start(
            new OperationRequest(VerifySaga.Kind, name.Value, Actor, $"verify:{name}", Key: null),
            (operation, stop) => RunAsync(name, givesWayToAll, operation, stop));

    /// <summary>Undoes what an earlier service left of a trial.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, (operation, stop) => trial.RecoverAsync(unfinished, operation, stop));

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, bool givesWayToAll, Operation operation, CancellationToken stop)
    {
        using var lookout = desk.Watch((who, command) => who == name || (givesWayToAll && command == Wake));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lookout.Wanted, stop);
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (tenant.Observed != ObservedState.Suspended) return tenant;
        try
        {
            var proof = await trial.RunAsync(tenant, operation, either.Token);
            return await WriteAsync(tenant, proof, lookout.Wanted, stop);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return tenant;
        }
    }

    private async Task<Result<object, LobsterError>> WriteAsync(Tenant tenant, SleepProof proof, CancellationToken wanted, CancellationToken cancellationToken)
    {
        // Whatever changes what it sleeps as takes its lock first, and is seen here: what was tried is then no longer what it sleeps as.
        var written = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(
                snapshot, tenant.Name, tenant.Id, entry => entry.Observed == ObservedState.Suspended && !wanted.IsCancellationRequested ? entry with { Proof = proof } : entry),
            cancellationToken);
        if (written.TryGetError(out var error, out var now)) return error;
        if (now.Proof != proof) return now;
        var (kind, code) = proof.Outcome switch
        {
            ProofOutcome.Loaded => ("sleep.verified", null),
            ProofOutcome.Checked => ("sleep.checked", null),
            _ => ("sleep.unusable", SleepErrors.Damaged.Name),
        };
        _ = desk.Events.Add(kind, tenant.Name.Value, Actor, proof.ToString(), code);
        return now;
    }
}

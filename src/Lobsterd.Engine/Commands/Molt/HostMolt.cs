using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Checks;
using Lobsterd.Engine.Repair;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>The molt of what all tenants share; one at a time.</summary>
public sealed class HostMolt(Checkup checkup, Repairs repairs) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    internal async Task<MoltedParty> RunAsync(MoltTeller teller, bool isDryRun, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var began = teller.BeginLook(null);
            var before = await checkup.CheckHostAsync(cancellationToken);
            teller.EndLook(null, before, began);
            if (isDryRun) return new MoltedParty(before, TenantMolt.Would(before), before);

            var (ladder, done, report) = (new Ladder(repairs.Has), new List<DoneRepair>(), before);
            while (ladder.Next(report) is var (failed, repair))
            {
                ladder.Climb(repair);
                began = teller.BeginRepair(null, failed, repair);
                var error = (await repairs.RunAsync(repair, cancellationToken)).TryGetError(out LobsterError? refused) ? refused : null;
                report = await checkup.CheckHostAsync(cancellationToken);
                done.Add(teller.EndRepair(null, failed, repair, error, TenantMolt.HasHelped(report, failed), began));
            }

            return new MoltedParty(before, done, report);
        }
        finally
        {
            _ = turn.Release();
        }
    }
}

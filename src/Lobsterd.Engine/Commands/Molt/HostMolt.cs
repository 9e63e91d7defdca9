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
            var run = new PartyMolt(null, teller, new Ladder(repairs.Has)).RunAsync(
                async () => await checkup.CheckHostAsync(cancellationToken), (_, repair) => repairs.RunAsync(repair, cancellationToken), isDryRun);

            // An error would be the look's, and a look at the host has none.
            return (await run).Value;
        }
        finally
        {
            _ = turn.Release();
        }
    }
}

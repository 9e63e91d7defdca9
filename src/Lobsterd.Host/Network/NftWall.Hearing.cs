using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

internal sealed partial class NftWall
{
    private readonly OwnChanges changes = new(TimeProvider.System);

    /// <inheritdoc/>
    public async Task HearAsync(Action changed, CancellationToken cancellationToken)
    {
        if (NftWatch.Open().TryGetError(out _, out var watch)) return;
        using (watch)
        {
            await watch.HearAsync(
                NftSets.Table,
                () =>
                {
                    if (!changes.Takes()) changed();
                },
                lost: changed,
                cancellationToken);
        }
    }

    private UnitResult<LobsterError> Run(string commands)
    {
        if (nftables.Open().TryGetError(out var error, out var context)) return NetworkFault.Of(error);
        changes.Begin();
        if (!context.Run(commands).TryGetError(out error)) return UnitResult.Success<LobsterError>();
        changes.Fail();
        return NetworkFault.Of(error);
    }
}

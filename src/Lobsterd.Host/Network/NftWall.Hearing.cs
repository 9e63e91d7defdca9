using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

internal sealed partial class NftWall
{
    // Whoever asks whether a generation is ours asks soon.
    private const int MostOwn = 1_024;

    // The generations that we made. Held while we make one, so that nobody asks before we know which it is.
    private readonly Queue<uint> own = new();

    /// <inheritdoc/>
    public async Task HearAsync(Action changed, CancellationToken cancellationToken)
    {
        if (NftWatch.Open().TryGetError(out _, out var watch)) return;
        using (watch)
        {
            await watch.HearAsync(
                NftSets.Table,
                generation =>
                {
                    if (!IsOwn(generation)) changed();
                },
                lost: changed,
                cancellationToken);
        }
    }

    private bool IsOwn(uint generation)
    {
        lock (own) return own.Contains(generation);
    }

    private UnitResult<LobsterError> Run(string commands)
    {
        if (nftables.Open().TryGetError(out var error, out var context)) return NetworkFault.Of(error);
        lock (own)
        {
            var before = Ask(kernel => kernel.Generation());
            if (context.Run(commands).TryGetError(out error)) return NetworkFault.Of(error);

            // One that changed nothing made none; where another came between, nobody can say which of the two is whose.
            if (before.TryGetValue(out var last) && Ask(kernel => kernel.Generation()).TryGetValue(out var made) && made == last + 1) own.Enqueue(made);
            if (own.Count > MostOwn) _ = own.Dequeue();
            return UnitResult.Success<LobsterError>();
        }
    }
}

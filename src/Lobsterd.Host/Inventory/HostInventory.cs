using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Inventory;

/// <summary>Asks every source at the same time and sorts what they say.</summary>
public sealed class HostInventory(IEnumerable<IInventorySource> sources) : IHostInventory
{
    private readonly List<IInventorySource> sources = [.. sources];

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(CancellationToken cancellationToken) =>
        GatherAsync(source => source.ListAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> TakeAsync(VmOwner owner, CancellationToken cancellationToken) =>
        GatherAsync(source => source.FindAsync(owner, cancellationToken));

    private async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> GatherAsync(
        Func<IInventorySource, Task<Result<IReadOnlyList<InventoryItem>, LobsterError>>> ask)
    {
        var answers = await Task.WhenAll(sources.Select(ask));
        foreach (var answer in answers)
            if (answer.TryGetError(out var error)) return error;
        return answers
            .SelectMany(answer => answer.Value)
            .OrderBy(item => item.Kind)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .ToList();
    }
}

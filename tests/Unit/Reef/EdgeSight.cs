using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Reef;

/// <summary>An edge that tells what a test says of its traffic.</summary>
internal sealed class EdgeSight : IEdgeActivity
{
    /// <summary>What it sees; null: it does not answer.</summary>
    public IReadOnlyList<TenantActivity>? Seen { get; set; } = [];

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<TenantActivity>, LobsterError>> ReadActivityAsync(CancellationToken cancellationToken) => Task.FromResult(
        Seen is { } seen
            ? Result.Success<IReadOnlyList<TenantActivity>, LobsterError>(seen)
            : Result.Failure<IReadOnlyList<TenantActivity>, LobsterError>(new LobsterError(EdgeErrors.Unreachable, "silent")));
}

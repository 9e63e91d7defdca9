using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Writes down that the host is prepared.</summary>
public sealed class InitializedStep(IHostFiles files) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "initialized";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(files.MarkInitialized());

    /// <summary>The mark goes with the folders.</summary>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Makes lobsterd's folders.</summary>
public sealed class FoldersStep(IHostFiles files) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "folders";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(files.EnsureFolders());

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(files.RemoveData());
}

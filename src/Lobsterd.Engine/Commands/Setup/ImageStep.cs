using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Builds the default image; one that is built already, of the same inputs, comes out the same.</summary>
public sealed class ImageStep(IImages images) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "image";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken) =>
        await images.BuildAsync(input.Image, Silent, cancellationToken);

    /// <summary>The store goes with the folders.</summary>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());

    private static readonly IProgress<string> Silent = new Progress<string>();
}

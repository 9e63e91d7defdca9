using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Setup;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Takes a kernel into the store.</summary>
public sealed class KernelStep(IKernels kernels) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "kernel";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken)
    {
        if (input.KernelFolder is { } folder) return await kernels.AddAsync(folder, cancellationToken);
        if ((await kernels.NewestAsync(cancellationToken)).TryGetError(out var error, out var newest)) return error;
        return newest is not null
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(SetupErrors.KernelUnusable, "there is no kernel in the store", "give one with lobsterd init --kernel FOLDER; ./up fetches one");
    }

    /// <summary>The store goes with the folders.</summary>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}

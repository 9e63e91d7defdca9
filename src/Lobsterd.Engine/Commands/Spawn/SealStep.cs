using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Secrets;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Keeps the secrets that a tenant is spawned with, sealed. They come by the tray, since everything else of a spawn is written to its journal.</summary>
public sealed class SealStep(ISecretFiles files, SecretTray tray) : SagaStep<SealInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "seal";

    /// <inheritdoc/>
    /// <error code="secret.spawn.lost">An earlier service began this and ended before it had sealed them.</error>
    public override Task<Result<Nothing, LobsterError>> DoAsync(SealInput input, CancellationToken cancellationToken) =>
        Task.FromResult(Keep(input).Map(() => Nothing.Value));

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(SealInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(files.Remove(input.Tenant));

    private UnitResult<LobsterError> Keep(SealInput input)
    {
        if (input.Count == 0) return UnitResult.Success<LobsterError>();
        if (tray.Of(input.Tenant) is { } secrets) return files.Save(input.Tenant, secrets);

        // An earlier service began this. Either it had sealed all of them, or nobody has them any more.
        return files.Load(input.Tenant).Bind(kept => kept.Count == input.Count
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(SecretErrors.Lost, "the service ended before the secrets of this spawn were kept", "spawn it again, with its secrets"));
    }
}

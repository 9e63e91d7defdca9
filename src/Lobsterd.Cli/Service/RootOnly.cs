using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Service;

/// <summary>A way to run the service that only root has; everybody else is told so at once.</summary>
internal sealed class RootOnly(IServiceRunner runner) : IServiceRunner
{
    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess
            ? await runner.StartAsync(cancellationToken)
            : new LobsterError(ServiceErrors.StartFailed, "no service answers, and starting one needs root", "run it with sudo");

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken) => runner.RemoveAsync(cancellationToken);
}

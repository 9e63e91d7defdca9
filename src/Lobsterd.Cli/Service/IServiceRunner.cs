using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Service;

/// <summary>A way to have the service run.</summary>
internal interface IServiceRunner
{
    /// <summary>Starts it and waits until it answers, or until it is clear that it will not.</summary>
    /// <error code="service.start.failed">It ended, or could not be started.</error>
    /// <error code="service.start.invalid">It refused its configuration or root.</error>
    /// <error code="service.start.held">Another one holds the root.</error>
    Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes away what starting it left on the host beside the root; the service is stopped already.</summary>
    /// <error code="service.remove.failed">Something stayed.</error>
    Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken);
}

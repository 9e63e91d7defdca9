using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Health;

/// <summary>Ports of guests, tried from the host.</summary>
public interface IGuestPorts
{
    /// <summary>Opens a TCP connection and closes it again.</summary>
    /// <error code="agent.workload.silent">It was refused, or nothing came within 2 s.</error>
    Task<UnitResult<LobsterError>> KnockAsync(IPEndPoint port, CancellationToken cancellationToken);
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Agent;

/// <summary>The ways to an agent: its ports, and the knock by which it says that it listens.</summary>
internal interface IAgentDoors
{
    /// <summary>Opens a connection to a port of the tenant's agent. Unbounded in time but for the token.</summary>
    /// <returns>The stream, or <see cref="AgentLapse.NoInterface"/>, <see cref="AgentLapse.PortClosed"/> or <see cref="AgentLapse.NoRoute"/>.</returns>
    Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken);

    /// <summary>Opens a connection that can be told to be patient, where there is one: as a <see cref="PatientStream"/>. Any other will do, and costs more.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    Task<Result<Stream, AgentLapse>> OpenPatientAsync(VmOwner owner, int port, CancellationToken cancellationToken) => OpenAsync(owner, port, cancellationToken);

    /// <summary>Begins to listen for the agent's knock; what knocks from now on is not missed.</summary>
    /// <returns>The listener, or <see cref="AgentLapse.NoInterface"/>.</returns>
    Result<IKnockListener, AgentLapse> Listen(VmOwner owner);
}

namespace Lobsterd.Domain.Network;

/// <summary>Tells what becomes of the tenants' network, as the kernel tells it. lobsterd's own work on TAPs is told too.</summary>
public interface INetworkNews
{
    /// <summary>Calls back for each change, until cancelled. What this host does not tell is the sweep's to find.</summary>
    /// <param name="told">Takes it; must be quick.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task HearAsync(Action<NetworkNews> told, CancellationToken cancellationToken);
}

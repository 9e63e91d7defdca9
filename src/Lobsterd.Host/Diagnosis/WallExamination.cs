using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Health;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the wall that all tenants share stands as planned. It is what closes private networks and the addresses of metadata services to guests.</summary>
public sealed class WallExamination(INetworkReadings network) : IExamination
{
    /// <inheritdoc/>
    public string Name => "wall";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) =>
        (await network.FaultsOfSharedWallAsync(cancellationToken)).TryGetError(out var untold, out var faults)
            ? new HostCheck(Name, CheckStatus.Unknown, untold.FullMessage, null)
            : faults.Count == 0
                ? new HostCheck(Name, CheckStatus.Ok, "as planned: private networks, neighbours and metadata addresses are closed to guests", null)
                : new HostCheck(Name, CheckStatus.Warn, string.Join("; ", faults), "lobsterd init raises it, lobsterd molt repairs it");
}

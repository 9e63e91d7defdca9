using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Health;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the host forwards what guests send to the world.</summary>
public sealed class ForwardingExamination(INetworkReadings network) : IExamination
{
    /// <inheritdoc/>
    public string Name => "forwarding";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult(
        network.IsForwarding().TryGetError(out var untold, out var isOn)
            ? new HostCheck(Name, CheckStatus.Unknown, untold.FullMessage, null)
            : isOn
                ? new HostCheck(Name, CheckStatus.Ok, "IPv4 is forwarded", null)
                : new HostCheck(Name, CheckStatus.Warn, "IPv4 is not forwarded: guests reach nothing outside", "lobsterd init switches it on, lobsterd molt does it again"));
}

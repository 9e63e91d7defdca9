using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether link-local IPv6 can carry the control traffic.</summary>
public sealed class Ipv6Examination : IExamination
{
    private const string Switch = "/proc/sys/net/ipv6/conf/all/disable_ipv6";

    /// <inheritdoc/>
    public string Name => "ipv6";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        var isOff = !File.Exists(Switch) || File.ReadAllText(Switch).Trim() == "1";
        return Task.FromResult(new HostCheck(
            Name,
            CheckStatus.Ok,
            isOff ? "switched off: agents are reached over 169.254.52.0/30 instead" : "link-local addresses reach the agents",
            null));
    }
}

using Lobsterd.Domain.Diagnosis;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether TAP interfaces can be made.</summary>
public sealed class TunExamination : IExamination
{
    private const string Device = "/dev/net/tun";

    /// <inheritdoc/>
    public string Name => "tun";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Device)) return Task.FromResult(new HostCheck(Name, CheckStatus.Fail, $"{Device} is not there", "load the module: modprobe tun"));
        using var opened = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite);
        return Task.FromResult(new HostCheck(Name, CheckStatus.Ok, $"{Device} opens", null));
    }
}

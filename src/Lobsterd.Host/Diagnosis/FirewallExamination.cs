using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Linux.Nftables;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether the firewall that the configuration wants can be kept.</summary>
public sealed class FirewallExamination(NetworkConfig config, ProgramRunner programs) : IExamination
{
    private const string IptablesSave = "/usr/sbin/iptables-save";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "firewall";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        var nftables = config.Firewall == NetworkConfig.Iptables ? null : ExamineNftables();
        if (config.Firewall == NetworkConfig.Nftables || nftables is { Status: CheckStatus.Ok }) return nftables!;
        var read = await programs.RunToSuccessAsync(new ProgramInput { Program = IptablesSave, Timeout = Longest }, cancellationToken);
        return read.TryGetError(out var error, out _)
            ? nftables ?? new HostCheck(Name, CheckStatus.Fail, error.Message, "install iptables, or set network.firewall to nftables")
            : new HostCheck(Name, CheckStatus.Ok, "iptables answers", null);
    }

    private HostCheck ExamineNftables()
    {
        if (NftContext.Open().TryGetError(out var missing, out var nftables)) return new HostCheck(Name, CheckStatus.Fail, missing.Message, missing.Hint ?? "install libnftables1");
        using (nftables)
        {
            return nftables.Read("list tables").TryGetError(out var refused, out _)
                ? new HostCheck(Name, CheckStatus.Fail, refused.Message, "the kernel needs nf_tables (CONFIG_NF_TABLES)")
                : new HostCheck(Name, CheckStatus.Ok, "nftables answers", null);
        }
    }
}

using Lobsterd.Domain.Diagnosis;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether nftables can be used.</summary>
public sealed class FirewallExamination : IExamination
{
    /// <inheritdoc/>
    public string Name => "firewall";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if (NftContext.Open().TryGetError(out var missing, out var nftables))
            return Task.FromResult(new HostCheck(Name, CheckStatus.Fail, missing.Message, missing.Hint ?? "install libnftables1"));
        using (nftables)
        {
            return Task.FromResult(nftables.Read("list tables").TryGetError(out var refused, out _)
                ? new HostCheck(Name, CheckStatus.Fail, refused.Message, "the kernel needs nf_tables (CONFIG_NF_TABLES)")
                : new HostCheck(Name, CheckStatus.Ok, "nftables answers", null));
        }
    }
}

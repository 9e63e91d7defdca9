using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>One pair of programs, iptables or ip6tables, of either kind (nft or legacy).</summary>
/// <param name="restore">Absolute path of the one that writes.</param>
/// <param name="save">Absolute path of the one that reads.</param>
/// <param name="programs">Runs them.</param>
internal sealed class IptablesFamily(string restore, string save, ProgramRunner programs)
{
    // Other software changes rules too; the programs take turns by a lock of their own.
    private const string LockSeconds = "10";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A thousand tenants with long policies.
    private const int LongestOutput = 64 << 20;

    /// <summary>What stands.</summary>
    /// <error code="network.host.not-ready">The program is missing, or the kernel refuses it.</error>
    internal async Task<Result<IptablesReading, LobsterError>> ReadAsync(CancellationToken cancellationToken)
    {
        var ran = await programs.RunToSuccessAsync(new ProgramInput { Program = save, Timeout = Longest, MaxOutputBytes = LongestOutput }, cancellationToken);
        return ran.Map(result => IptablesReading.Parse(result.Output)).MapError(NotReady);
    }

    /// <summary>Makes a change; each of its tables whole or not at all.</summary>
    /// <error code="network.wall.refused">The program refused it.</error>
    /// <error code="network.host.not-ready">The program is missing.</error>
    internal async Task<UnitResult<LobsterError>> WriteAsync(IptablesScript script, CancellationToken cancellationToken)
    {
        if (!script.IsAny) return UnitResult.Success<LobsterError>();
        var input = new ProgramInput { Program = restore, Arguments = ["--noflush", "-w", LockSeconds], StandardInput = Encoding.UTF8.GetBytes(script.ToString()), Timeout = Longest };
        var ran = await programs.RunToSuccessAsync(input, cancellationToken);
        return ran.TryGetError(out var error, out _) ? error.Code == ProcessErrors.RunFailed ? Refused(error) : NotReady(error) : UnitResult.Success<LobsterError>();
    }

    private static LobsterError Refused(LobsterError cause) => new(NetworkErrors.WallRefused, "the firewall could not be changed", Cause: cause);

    private static LobsterError NotReady(LobsterError cause) =>
        new(NetworkErrors.NotReady, "the host's network is not ready for tenants", "install iptables, or set network.firewall to nftables", cause);
}

using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Network;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>One address of the loopback as a guest's interface: all of 127.0.0.0/8 is there without root.</summary>
internal sealed class LoopbackNetwork : IGuestNetwork
{
    private static int last;

    /// <summary>No other test's, nor that of a test program that runs beside this one.</summary>
    internal IPAddress Address { get; } = new([
        127, (byte)(1 + Environment.ProcessId % 250), (byte)(Environment.ProcessId / 250 % 250), (byte)(1 + Interlocked.Increment(ref last) % 250)]);

    /// <summary>Whether those who connect pass for the host.</summary>
    internal bool ServesEveryone { get; init; } = true;

    /// <summary>What bringing it up fails with.</summary>
    internal LobsterError? Broken { get; init; }

    /// <summary>What a knock fails with.</summary>
    internal LobsterError? Unheard { get; init; }

    /// <summary>The claim that it was configured for.</summary>
    internal TenantClaim? Configured { get; private set; }

    public Result<IReadOnlyList<IPAddress>, LobsterError> BringUp() => Broken is { } broken ? broken : new[] { Address };

    public bool IsHost(IPAddress peer) => ServesEveryone;

    public UnitResult<LobsterError> Knock() => Unheard is { } unheard ? unheard : UnitResult.Success<LobsterError>();

    public UnitResult<LobsterError> Configure(TenantClaim claim)
    {
        Configured = claim;
        return UnitResult.Success<LobsterError>();
    }

    public Result<IPAddress?, LobsterError> FindAddress() => Configured?.Address;

    public UnitResult<LobsterError> Withdraw(TenantClaim claim)
    {
        Configured = null;
        return UnitResult.Success<LobsterError>();
    }
}

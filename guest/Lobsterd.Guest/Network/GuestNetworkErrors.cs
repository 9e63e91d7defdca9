using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Network;

/// <summary>The ways in which setting up the guest's network can fail.</summary>
internal static class GuestNetworkErrors
{
    /// <summary>The interface is not there, or the kernel refused a change.</summary>
    internal static readonly ErrorCode Failed = new("guest.network.failed", ErrorKind.Unavailable);
}

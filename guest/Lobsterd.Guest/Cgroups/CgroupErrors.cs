using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>The ways in which work on the guest's cgroups can fail.</summary>
internal static class CgroupErrors
{
    /// <summary>The kernel refused; the message says what.</summary>
    internal static readonly ErrorCode Refused = new("guest.cgroup.refused", ErrorKind.Unavailable);
}

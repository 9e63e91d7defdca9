using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>Takes on the identity of a child-to-be on the calling thread alone; what the thread spawns is born with it.</summary>
/// <remarks>The kernel keeps credentials, no_new_privs and cgroups by thread. The C library's setuid and its kin would spread them over all
/// threads, so they are called by number. The thread must end afterwards: there is no way back.</remarks>
internal static class ThreadIdentity
{
    private const int SetNoNewPrivileges = 38;
    private const int DropFromBoundingSet = 24;
    private const int KeepCapabilities = 8;
    private const int AmbientSet = 47;
    private const nuint AmbientRaise = 2;

    /// <summary>Drops to credentials: groups first, then the bounding set, then the ids, at last the capabilities that stay.</summary>
    /// <error code="process.credentials.refused">The kernel refused one of them; the thread is in between and must end.</error>
    internal static UnitResult<LobsterError> TakeOn(Credentials credentials)
    {
        var keeps = CapabilitySet.Of(credentials.AmbientCapabilities);
        if (SetGroups(credentials.Groups) < 0) return Refused("setgroups");
        if (ProcessCalls.ThreadCall(ProcessCalls.SetGroupNumber, (nint)credentials.GroupId, (nint)credentials.GroupId, (nint)credentials.GroupId) < 0)
            return Refused($"setresgid {credentials.GroupId}");
        for (var capability = 0; capability <= CapabilitySet.Last; capability++)
        {
            if (!keeps.Contains(capability) && ProcessCalls.Control(DropFromBoundingSet, (nuint)capability, 0, 0, 0) < 0
                && Errno.LastNumber != Errno.Invalid)
                return Refused($"dropping capability {capability}");
        }
        if (!keeps.IsEmpty && ProcessCalls.Control(KeepCapabilities, 1, 0, 0, 0) < 0) return Refused("keeping capabilities");
        if (ProcessCalls.ThreadCall(ProcessCalls.SetUserNumber, (nint)credentials.UserId, (nint)credentials.UserId, (nint)credentials.UserId) < 0)
            return Refused($"setresuid {credentials.UserId}");
        if (!keeps.ApplyToThread()) return Refused("capset");
        foreach (var capability in credentials.AmbientCapabilities)
        {
            if (ProcessCalls.Control(AmbientSet, AmbientRaise, (nuint)capability, 0, 0) < 0)
                return Refused($"raising ambient capability {capability}");
        }
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Denies the thread's children every gain of privileges by exec.</summary>
    /// <error code="process.credentials.refused">The kernel refused.</error>
    internal static UnitResult<LobsterError> ForbidNewPrivileges() =>
        ProcessCalls.Control(SetNoNewPrivileges, 1, 0, 0, 0) < 0 ? Refused("no_new_privs") : UnitResult.Success<LobsterError>();

    private static nint SetGroups(IReadOnlyList<uint> groups)
    {
        ReadOnlySpan<uint> list = groups.ToArray();
        unsafe
        {
            fixed (uint* start = &MemoryMarshal.GetReference(list))
                return ProcessCalls.ThreadCall(ProcessCalls.SetGroupsNumber, list.Length, (nint)start, 0);
        }
    }

    private static LobsterError Refused(string what) => Errno.Last(ProcessErrors.CredentialsRefused, what);
}

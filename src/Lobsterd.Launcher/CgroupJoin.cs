using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Launcher;

/// <summary>Goes into the cgroups of a VMM; whatever is started afterwards is born there.</summary>
internal static class CgroupJoin
{
    /// <summary>Version 1: this thread alone, which costs nothing; a thread or process that it makes is in there too.</summary>
    internal static UnitResult<LobsterError> ByThread(IReadOnlyList<string> cgroups)
    {
        foreach (var folder in cgroups.Where(CgroupEntry.IsByThread))
        {
            if (CgroupEntry.MoveThread(folder).TryGetError(out var error)) return error;
        }
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Version 2: all of us.</summary>
    internal static UnitResult<LobsterError> ByProcess(IReadOnlyList<string> cgroups)
    {
        foreach (var folder in cgroups.Where(folder => !CgroupEntry.IsByThread(folder)))
        {
            if (CgroupEntry.MoveProcess(folder, 0).TryGetError(out var error)) return new LobsterError(JailErrors.BuildFailed, "the jail", Cause: error);
        }
        return UnitResult.Success<LobsterError>();
    }
}

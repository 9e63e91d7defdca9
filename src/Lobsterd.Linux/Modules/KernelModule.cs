using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Modules;

/// <summary>Kernel modules.</summary>
public static class KernelModule
{
    /// <summary>Loads a module from an uncompressed file; one that is loaded already is success. What it needs must be loaded before.</summary>
    /// <error code="module.load.refused">The message says why.</error>
    public static UnitResult<LobsterError> Load(string path)
    {
        if (Fd.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var opened)) return error with { Code = ModuleErrors.LoadRefused };
        using var file = opened;
        if (ModuleCalls.Load(ModuleCalls.FinitModule, file.Number, "", 0) == 0 || Errno.LastNumber == Errno.Exists)
            return UnitResult.Success<LobsterError>();
        return Errno.Last(ModuleErrors.LoadRefused, path);
    }
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Modules;

namespace Lobsterd.Guest.Init;

/// <summary>Loads the kernel modules that the initramfs carries: <c>modules.order</c> has one file name of <c>lib/modules</c> a line, each after
/// those that it needs.</summary>
internal static class BootModules
{
    private const string Order = "/modules.order";
    private const string Folder = "/lib/modules";

    /// <summary>Loads all, and frees the memory that their files take. A kernel with everything built in has no list, and needs none.</summary>
    /// <error code="module.load.refused">The kernel refused one; the message says which and why.</error>
    internal static UnitResult<LobsterError> Load()
    {
        if (!File.Exists(Order)) return UnitResult.Success<LobsterError>();
        foreach (var name in File.ReadAllLines(Order))
        {
            var path = Path.Combine(Folder, name);
            if (KernelModule.Load(path).TryGetError(out var refused)) return refused;
            File.Delete(path);
        }

        return UnitResult.Success<LobsterError>();
    }
}

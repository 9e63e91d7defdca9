using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>The QEMU that is installed.</summary>
/// <param name="path">Absolute path.</param>
/// <param name="versions">Asks it for its version.</param>
internal sealed class QemuProgram(string path, ProgramVersions versions)
{
    private const string Package = "install qemu-system-x86 (7.2 or newer), or set hypervisor.qemuProgram";

    /// <summary>Its version.</summary>
    /// <error code="vm.hypervisor.missing">It is not there, does not run, or is too old.</error>
    internal async Task<Result<QemuVersion, LobsterError>> VersionAsync(CancellationToken cancellationToken)
    {
        if (FileStat.OfTarget(path).TryGetError(out var absent, out var stat)) return Missing($"{path} is not there", absent);
        if ((await versions.AskAsync(path, stat.Identity, cancellationToken)).TryGetError(out var failed, out var answer)) return Missing($"{path} does not run", failed);
        if (QemuVersion.Parse(answer).TryGetError(out var unreadable, out var version)) return unreadable with { Hint = Package };
        return version.IsSupported ? version : Missing($"{path} is QEMU {version}, older than {QemuVersion.Oldest}", null);
    }

    private static LobsterError Missing(string message, LobsterError? cause) => new(VmErrors.NoHypervisor, message, Package, cause);
}

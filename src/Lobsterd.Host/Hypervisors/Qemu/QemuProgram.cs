using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>The QEMU that is installed. Its version is asked for once, and again when the file is another one.</summary>
internal sealed class QemuProgram(string path, TimeProvider clock)
{
    private const string Package = "install qemu-system-x86 (7.2 or newer), or set hypervisor.qemuProgram";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ProgramRunner runner = new(clock);
    private Known? known;

    /// <summary>Its version.</summary>
    /// <error code="vm.hypervisor.missing">It is not there, does not run, or is too old.</error>
    internal async Task<Result<QemuVersion, LobsterError>> VersionAsync(CancellationToken cancellationToken)
    {
        if (FileStat.OfTarget(path).TryGetError(out var absent, out var stat)) return Missing($"{path} is not there", absent);
        if (known is { } earlier && earlier.File == stat.Identity) return earlier.Version;

        var input = new ProgramInput { Program = path, Arguments = ["--version"], Timeout = Longest };
        if ((await runner.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var failed, out var result)) return Missing($"{path} does not run", failed);
        if (QemuVersion.Parse(result.Output).TryGetError(out var unreadable, out var version)) return unreadable with { Hint = Package };
        if (!version.IsSupported) return Missing($"{path} is QEMU {version}, older than {QemuVersion.Oldest}", null);

        known = new Known(stat.Identity, version);
        return version;
    }

    private static LobsterError Missing(string message, LobsterError? cause) => new(VmErrors.NoHypervisor, message, Package, cause);

    private sealed record Known(FileIdentity File, QemuVersion Version);
}

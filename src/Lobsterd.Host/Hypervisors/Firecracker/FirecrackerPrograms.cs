using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>The Firecracker and the jailer that new VMs get.</summary>
/// <param name="places">Where they lie.</param>
/// <param name="versions">Asks them for their versions.</param>
internal sealed class FirecrackerPrograms(FirecrackerPlaces places, ProgramVersions versions)
{
    /// <summary>Both, and their version.</summary>
    /// <error code="vm.hypervisor.missing">One is not there, does not run, is of another version than the other, or of one that this driver does not know.</error>
    internal async Task<Result<FirecrackerInstall, LobsterError>> GetAsync(CancellationToken cancellationToken)
    {
        if (places.Find().TryGetError(out var nowhere, out var found)) return nowhere;
        var (program, jailer) = found;
        if (FileStat.OfTarget(program).TryGetError(out var absent, out var vmm)) return Missing($"{program} is not there", absent);
        if (FileStat.OfTarget(jailer).TryGetError(out absent, out var its)) return Missing($"{jailer} is not there", absent);

        if ((await AskAsync(program, vmm, "Firecracker", cancellationToken)).TryGetError(out var error, out var version)) return error;
        if ((await AskAsync(jailer, its, "Jailer", cancellationToken)).TryGetError(out error, out var jailers)) return error;
        if (version != jailers) return Missing($"{program} is of version {version}, {jailer} of {jailers}", null);
        return version.IsKnown
            ? new FirecrackerInstall(program, jailer, version)
            : Missing($"{program} is of version {version}, which this lobsterd does not know", null);
    }

    private async Task<Result<FirecrackerVersion, LobsterError>> AskAsync(string path, FileStat stat, string name, CancellationToken cancellationToken)
    {
        if ((await versions.AskAsync(path, stat.Identity, cancellationToken)).TryGetError(out var failed, out var answer)) return Missing($"{path} does not run", failed);
        return FirecrackerVersion.Parse(name, answer).MapError(unreadable => Missing(path, unreadable));
    }

    private static LobsterError Missing(string message, LobsterError? cause) =>
        new(VmErrors.NoHypervisor, message, $"install jailer and firecracker of one version, {FirecrackerVersion.Oldest} or a later patch of it", cause);
}

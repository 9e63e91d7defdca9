using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>The Firecracker and the jailer that new VMs get. Their versions are asked for once, and again when either file is another one.</summary>
/// <param name="places">Where they lie.</param>
/// <param name="clock">Bounds the waiting.</param>
internal sealed class FirecrackerPrograms(FirecrackerPlaces places, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ProgramRunner runner = new(clock);
    private Known? known;

    /// <summary>Both, and their version.</summary>
    /// <error code="vm.hypervisor.missing">One is not there, does not run, is of another version than the other, or of one that this driver does not know.</error>
    internal async Task<Result<FirecrackerInstall, LobsterError>> GetAsync(CancellationToken cancellationToken)
    {
        if (places.Find().TryGetError(out var nowhere, out var found)) return nowhere;
        var (program, jailer) = found;
        if (FileStat.OfTarget(program).TryGetError(out var absent, out var vmm)) return Missing($"{program} is not there", absent);
        if (FileStat.OfTarget(jailer).TryGetError(out absent, out var its)) return Missing($"{jailer} is not there", absent);
        if (known is { } earlier && earlier.Program == vmm.Identity && earlier.Jailer == its.Identity) return earlier.Install;

        if ((await AskAsync(program, "Firecracker", cancellationToken)).TryGetError(out var error, out var version)) return error;
        if ((await AskAsync(jailer, "Jailer", cancellationToken)).TryGetError(out error, out var jailers)) return error;
        if (version != jailers) return Missing($"{program} is of version {version}, {jailer} of {jailers}", null);
        if (!version.IsKnown) return Missing($"{program} is of version {version}, which this lobsterd does not know", null);

        var install = new FirecrackerInstall(program, jailer, version);
        known = new Known(vmm.Identity, its.Identity, install);
        return install;
    }

    private async Task<Result<FirecrackerVersion, LobsterError>> AskAsync(string path, string name, CancellationToken cancellationToken)
    {
        var input = new ProgramInput { Program = path, Arguments = ["--version"], Timeout = Longest };
        if ((await runner.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var failed, out var result)) return Missing($"{path} does not run", failed);
        return FirecrackerVersion.Parse(name, result.Output).MapError(unreadable => Missing(path, unreadable));
    }

    private static LobsterError Missing(string message, LobsterError? cause) =>
        new(VmErrors.NoHypervisor, message, $"install jailer and firecracker of one version, {FirecrackerVersion.Oldest} or a later patch of it", cause);

    private sealed record Known(FileIdentity Program, FileIdentity Jailer, FirecrackerInstall Install);
}

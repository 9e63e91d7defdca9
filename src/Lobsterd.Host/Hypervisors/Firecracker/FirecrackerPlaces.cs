using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>Where Firecracker and its jailer may lie: where the configuration says; else the newest that <c>init</c> installed; else on PATH.</summary>
/// <param name="config">What the configuration says.</param>
/// <param name="paths">Where <c>init</c> installs.</param>
internal sealed class FirecrackerPlaces(HypervisorConfig config, LobsterdPaths paths)
{
    internal const string Program = "firecracker";
    internal const string Jailer = "jailer";

    /// <summary>Absolute paths of both programs; links of Firecracker's are resolved, as the jailer does.</summary>
    /// <error code="vm.hypervisor.missing">Neither is anywhere.</error>
    internal Result<(string Program, string Jailer), LobsterError> Find()
    {
        if ((config.FirecrackerProgram ?? Installed() ?? OnPath(Program)) is not { } program)
            return new LobsterError(VmErrors.NoHypervisor, "there is no firecracker on this host", "lobsterd init --firecracker RELEASE.tgz --sha256 HASH installs one");

        var jailer = config.JailerProgram ?? Path.Combine(Path.GetDirectoryName(program)!, Jailer);
        return (Resolved(program), jailer);
    }

    /// <summary>The versions that <c>init</c> installed, the newest first.</summary>
    internal IReadOnlyList<FirecrackerVersion> Versions() =>
        Directory.Exists(paths.Firecrackers)
            ? [.. Directory.EnumerateDirectories(paths.Firecrackers).Select(Path.GetFileName).Select(name => FirecrackerVersion.TryRead(name!)).OfType<FirecrackerVersion>().OrderDescending()]
            : [];

    /// <summary>The folder of an installed version.</summary>
    internal string FolderOf(FirecrackerVersion version) => Path.Combine(paths.Firecrackers, version.ToString());

    private string? Installed() => Versions().Where(version => version.IsKnown).Select(version => Path.Combine(FolderOf(version), Program)).FirstOrDefault();

    private static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Resolved(string program)
    {
        try
        {
            return File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        }
        catch (IOException)
        {
            // Not there, which whoever runs it says better.
            return program;
        }
    }
}

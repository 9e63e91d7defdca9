using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Building;

/// <summary>How the host's own apt is set up, as far as a base needs it.</summary>
/// <param name="Sources">Where it takes packages from.</param>
/// <param name="Suite">The host's release; null where it is no Debian.</param>
/// <param name="Options">Its proxies, as options of apt.conf(5).</param>
internal sealed record HostApt(IReadOnlyList<AptSource> Sources, string? Suite, IReadOnlyList<string> Options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Reads it. A host without apt has no sources and no options.</summary>
    /// <exception cref="IOException">A file is there and could not be read.</exception>
    public static async Task<HostApt> ReadAsync(ProgramRunner programs, string aptConfig, CancellationToken cancellationToken)
    {
        var dump = await programs.RunToSuccessAsync(new ProgramInput { Program = aptConfig, Arguments = ["dump"], Timeout = Longest }, cancellationToken);
        return new HostApt(
            AptSourceFiles.Read("/etc/apt"),
            File.Exists("/etc/os-release") ? SuiteOf(await File.ReadAllTextAsync("/etc/os-release", cancellationToken)) : null,
            dump.TryGetValue(out var result) ? ProxiesOf(result.Output) : []);
    }

    /// <summary>The code name that an os-release(5) of Debian tells.</summary>
    internal static string? SuiteOf(string osRelease)
    {
        var values = osRelease.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1].Trim().Trim('"'));
        return values.GetValueOrDefault("ID") == "debian" ? values.GetValueOrDefault("VERSION_CODENAME") : null;
    }

    /// <summary>Of all that apt-config tells, the lines that say how to get out: <c>Acquire::http::Proxy "http://proxy:3128";</c>.</summary>
    internal static IReadOnlyList<string> ProxiesOf(string dump) =>
        [.. dump.Split('\n').Where(line => line.StartsWith("Acquire::http", StringComparison.OrdinalIgnoreCase) && line.Contains("::Proxy", StringComparison.OrdinalIgnoreCase))];
}

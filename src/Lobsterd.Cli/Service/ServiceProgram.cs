using Lobsterd.Cli.Upgrades;

namespace Lobsterd.Cli.Service;

/// <summary>The service's program and what it is started with.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Root">The root that it serves.</param>
internal sealed record ServiceProgram(string Path, string Root)
{
    private const string Override = "LOBSTERD_SERVICE";

    // What a service may need of our environment: programs, proxies and npm's settings for image builds, our own and the runtime's. Nothing else of a user's shell.
    private static readonly string[] Passed = ["PATH", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SOURCE_DATE_EPOCH"];

    /// <summary>That of the installation which this program belongs to, unless <c>LOBSTERD_SERVICE</c> names another.</summary>
    internal static ServiceProgram Of(string root) => In(InstallFolder.Of(AppContext.BaseDirectory).Path, root);

    /// <summary>That of an installation, by the path that stays the same from release to release, unless <c>LOBSTERD_SERVICE</c> names another.</summary>
    internal static ServiceProgram In(string folder, string root) =>
        new(Environment.GetEnvironmentVariable(Override) is { Length: > 0 } other ? other : System.IO.Path.Combine(folder, "lobsterd-service"), root);

    /// <summary>Its arguments.</summary>
    internal IReadOnlyList<string> Arguments => ["--root", Root];

    /// <summary>Its environment.</summary>
    internal static IReadOnlyDictionary<string, string> ServiceEnvironment()
    {
        var environment = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8" };
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (Passed.Contains(name) || name.StartsWith("LOBSTERD_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal)
                || name.StartsWith("npm_config_", StringComparison.OrdinalIgnoreCase))
                environment[name] = (string)entry.Value!;
        }

        return environment;
    }
}

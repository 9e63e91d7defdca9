using System.Net.Http.Headers;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Where packages come from, as npm's own configuration on this host says it.</summary>
/// <remarks>Read as <see href="https://docs.npmjs.com/cli/v11/configuring-npm/npmrc">npm does</see>: the environment goes before the user's file, that before the
/// host's. Of it only what says where packages are and how to be let in; proxies are those of the environment.</remarks>
internal sealed class NpmRegistry
{
    /// <summary>What npm asks where nobody has said anything.</summary>
    public const string Default = "https://registry.npmjs.org/";

    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly string? configured;

    private NpmRegistry(IReadOnlyDictionary<string, string> settings, string? configured) => (this.settings, this.configured) = (settings, configured);

    /// <summary>Reads the host's configuration.</summary>
    /// <param name="configured">The registry that lobsterd's own configuration names; it goes before npm's, but for scopes that have one of their own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<NpmRegistry> ReadAsync(string? configured, CancellationToken cancellationToken)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "");
        var own = NpmSettings.OfEnvironment(environment);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var user = await NpmSettings.OfFileAsync(own.GetValueOrDefault("userconfig") ?? Path.Combine(home, ".npmrc"), environment, cancellationToken);
        var host = await NpmSettings.OfFileAsync(own.GetValueOrDefault("globalconfig") ?? "/etc/npmrc", environment, cancellationToken);
        return Of([own, user, host], configured);
    }

    /// <summary>That of some settings, the first ones before the later.</summary>
    internal static NpmRegistry Of(IEnumerable<IReadOnlyDictionary<string, string>> settings, string? configured) =>
        new(settings.SelectMany(each => each).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value), configured);

    /// <summary>The registry of names without a scope, for a person.</summary>
    public string Shown => new UriBuilder(Root("")) { UserName = "", Password = "" }.Uri.ToString();

    /// <summary>What asks for a package's tarball.</summary>
    public HttpRequestMessage Ask(NpmPackage package)
    {
        var slash = package.Name.IndexOf('/', StringComparison.Ordinal);
        var root = Root(slash < 0 ? "" : package.Name[..slash]);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, $"{package.Name}/-/{package.Name[(slash + 1)..]}-{Uri.EscapeDataString(package.Version)}.tgz"));
        if (TokenFor(root) is { } token && AuthenticationHeaderValue.TryParse("Bearer " + token, out var header)) request.Headers.Authorization = header;
        return request;
    }

    private Uri Root(string scope)
    {
        var text = (scope.Length > 0 ? settings.GetValueOrDefault(scope + ":registry") : null) ?? configured ?? settings.GetValueOrDefault("registry") ?? Default;
        return Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : new Uri(Default);
    }

    // "//host/path/:_authToken" lets in at that path and at all below it, whatever the scheme.
    private string? TokenFor(Uri root)
    {
        for (var place = $"//{root.Authority}{root.AbsolutePath}"; place.Length > 2; place = place[..(place.TrimEnd('/').LastIndexOf('/') + 1)])
            if (settings.TryGetValue(place + ":_authToken", out var token)) return token;
        return null;
    }
}

namespace Lobsterd.Host.Images.Building;

/// <summary>Where a Debian base comes from: the mirrors that the host itself uses, those of the project where it uses none.</summary>
internal static class DebianMirrors
{
    private const string ProjectArchive = "http://deb.debian.org/debian";
    private const string ProjectSecurity = "http://deb.debian.org/debian-security";
    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>Lines for a sources.list(5): the release, its updates, its security updates.</summary>
    /// <param name="suite">The release that is wanted; need not be the host's.</param>
    /// <param name="mirror">An archive to use in place of the host's; null for the host's.</param>
    /// <param name="hostSources">What the host's apt uses.</param>
    /// <param name="hostSuite">The host's own release; null where it is no Debian.</param>
    public static IReadOnlyList<string> LinesFor(string suite, string? mirror, IReadOnlyList<AptSource> hostSources, string? hostSuite)
    {
        string? OfHost(string pocket) => hostSources.FirstOrDefault(source => source.Suite == hostSuite + pocket)?.Uri;
        var archive = mirror?.TrimEnd('/') ?? OfHost("") ?? ProjectArchive;
        var updates = mirror?.TrimEnd('/') ?? OfHost("-updates") ?? archive;
        var security = OfHost("-security") ?? ProjectSecurity;
        return [Line(archive, suite), Line(updates, suite + "-updates"), Line(security, suite + "-security")];
    }

    private static string Line(string uri, string suite) => $"deb [signed-by={Keyring}] {uri} {suite} main";
}

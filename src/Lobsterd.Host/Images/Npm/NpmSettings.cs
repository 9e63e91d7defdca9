using System.Text.RegularExpressions;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Reads the places in which npm's settings stand: variables, and files of lines <c>KEY = VALUE</c>.</summary>
internal static partial class NpmSettings
{
    private const string Prefix = "npm_config_";
    private const int LargestFile = 256 << 10;

    /// <summary>Those of the environment: <c>NPM_CONFIG_REGISTRY</c> in letters of either case is <c>registry</c>.</summary>
    internal static IReadOnlyDictionary<string, string> OfEnvironment(IReadOnlyDictionary<string, string> environment) => environment
        .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && pair.Key.Length > Prefix.Length && pair.Value.Length > 0)
        .Select(pair => (Key: KeyOf(pair.Key[Prefix.Length..]), pair.Value))
        .DistinctBy(pair => pair.Key)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Those of a file; none where it is missing, cannot be read or is no file of settings.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> OfFileAsync(string path, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestFile }
                ? Parse(await File.ReadAllTextAsync(path, cancellationToken), environment)
                : new Dictionary<string, string>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Those of a file's text; <c>${NAME}</c> stands for a variable. Of a key that is there twice, the later one.</summary>
    internal static IReadOnlyDictionary<string, string> Parse(string text, IReadOnlyDictionary<string, string> environment)
    {
        var settings = new Dictionary<string, string>();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';' or '[')))
        {
            // A place such as //host:8080/:_authToken has no equals sign, its value may.
            if (line.Split('=', 2) is not [var key, var value]) continue;
            settings[key.Trim()] = Variable().Replace(value.Trim().Trim('"', '\''), match => environment.GetValueOrDefault(match.Groups[1].Value, match.Value));
        }

        return settings;
    }

    // Keys that are places keep their letters.
    private static string KeyOf(string name) => name.StartsWith("//", StringComparison.Ordinal) ? name : name.ToLowerInvariant().Replace('_', '-');

    [GeneratedRegex(@"\$\{([A-Za-z0-9_]{1,128})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

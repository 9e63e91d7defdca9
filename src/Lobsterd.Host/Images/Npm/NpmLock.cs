using System.Text.Json;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Reads npm's lock files: which packages a guest gets, each pinned by name, version and hash.</summary>
/// <remarks>Form: <see href="https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json">package-lock.json</see>. Where a package came from when
/// the file was written is not asked: the registry is whichever this host uses, and the hash says that it is the same package.</remarks>
internal static partial class NpmLock
{
    private const int LargestFile = 8 << 20;
    private const int MostPackages = 5_000;
    private const int MostFaults = 10;
    private const int LongestFolder = 700;
    private const string Modules = "node_modules/";
    private const string Algorithm = "sha512-";
    private const int HashBytes = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What a guest gets of it, by folder; parents before what is in them.</returns>
    /// <error code="image.recipe.invalid">It is not there, is no lock file, or has a package that cannot be had by name and hash.</error>
    public static async Task<Result<IReadOnlyList<NpmPackage>, LobsterError>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is not { Exists: true, Length: <= LargestFile }
                ? Invalid(path, $"is not there, or is larger than {LargestFile} bytes")
                : Parse(await File.ReadAllBytesAsync(path, cancellationToken), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Invalid(path, failure.Message);
        }
    }

    /// <summary>Reads a file's bytes.</summary>
    internal static Result<IReadOnlyList<NpmPackage>, LobsterError> Parse(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(utf8, NpmJson.Default.NpmLockFile) is not { } file) return Invalid(path, "it holds null");
            if (file.Form is not (2 or 3)) return Invalid(path, $"lockfileVersion is {file.Form}, must be 2 or 3");
            if (file.Packages.Count > MostPackages) return Invalid(path, $"packages has {file.Packages.Count} entries, at most {MostPackages} are allowed");

            var wanted = file.Packages.Where(pair => pair.Key.Length > 0 && pair.Value is not { InBundle: true } and not { Dev: true })
                .Where(pair => pair.Value is not { Optional: true } || RunsHere(pair.Value))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            var faults = wanted.SelectMany(pair => FaultsOf(pair.Key, pair.Value)).Take(MostFaults).ToList();
            return faults.Count == 0 ? wanted.ConvertAll(pair => PackageOf(pair.Key, pair.Value)) : Invalid(path, string.Join("; ", faults));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what the list of systems says that holds something else than texts.
            return Invalid(path, failure.Message);
        }
    }

    private static IEnumerable<string> FaultsOf(string folder, NpmLockFile.Entry? entry)
    {
        if (folder.Length > LongestFolder || !Folder().IsMatch(folder))
        {
            yield return $"packages holds '{folder[..Math.Min(folder.Length, 100)]}', which is no folder of a package";
            yield break;
        }

        if (entry is null or { Link: true })
        {
            yield return $"{folder} is a link, not a package of a registry";
            yield break;
        }

        if (!RunsHere(entry)) yield return $"{folder} does not run on Linux with x64 and glibc";
        if (entry.Name is { } name && !Name().IsMatch(name)) yield return $"{folder}: name is none that a package can have";
        if (entry.Version is not { } version || !Version().IsMatch(version)) yield return $"{folder}: version is none";
        if (HashOf(entry.Integrity) is null) yield return $"{folder}: integrity has no sha512";
        foreach (var (program, path) in entry.Bin ?? new Dictionary<string, string>())
            if (!Program().IsMatch(program) || PathOf(path) is null) yield return $"{folder}: bin holds '{program}', which is no program of it";
    }

    private static NpmPackage PackageOf(string folder, NpmLockFile.Entry entry) => new(
        folder,
        entry.Name ?? folder[(folder.LastIndexOf(Modules, StringComparison.Ordinal) + Modules.Length)..],
        entry.Version!,
        HashOf(entry.Integrity)!,
        (entry.Bin ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => PathOf(pair.Value)!));

    // "./cli.js" and "cli.js" are one.
    private static string? PathOf(string? text)
    {
        var path = '/' + (text is not null && text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text);
        return ImagePath.IsValid(path) ? path[1..] : null;
    }

    private static string? HashOf(string? integrity)
    {
        var bytes = new byte[HashBytes];
        return (integrity ?? "").Split(' ')
            .Where(hash => hash.StartsWith(Algorithm, StringComparison.Ordinal))
            .Select(hash => Convert.TryFromBase64String(hash[Algorithm.Length..], bytes, out var count) && count == HashBytes ? Convert.ToHexStringLower(bytes) : null)
            .FirstOrDefault();
    }

    // A guest is Debian's or lobsterd's own: Linux on x64. One without any C library has no use for Node.
    private static bool RunsHere(NpmLockFile.Entry entry) => Names(entry.Os, "linux") && Names(entry.Cpu, "x64") && Names(entry.Libc, "glibc");

    private static bool Names(JsonElement list, string ours)
    {
        var names = list.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.Array => list.EnumerateArray().Select(name => name.GetString() ?? "").ToList(),
            _ => [list.GetString() ?? ""],
        };
        return !names.Contains('!' + ours) && (names.TrueForAll(name => name.StartsWith('!')) || names.Contains(ours) || names.Contains("any"));
    }

    private static LobsterError Invalid(string path, string fault) =>
        new(ImageErrors.RecipeInvalid, $"{path}: {fault}", "npm install --package-lock-only writes one beside a package.json");

    // Names of old packages have upper-case letters. None begins with a dot, so none is a way out.
    private const string OneName = "(?:@[a-zA-Z0-9~_-][a-zA-Z0-9._~-]{0,213}/)?[a-zA-Z0-9~_-][a-zA-Z0-9._~-]{0,213}";

    [GeneratedRegex($@"\Anode_modules/{OneName}(?:/node_modules/{OneName})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Folder();

    [GeneratedRegex($@"\A{OneName}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.+-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[a-zA-Z0-9_@-][a-zA-Z0-9._@+-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Program();
}

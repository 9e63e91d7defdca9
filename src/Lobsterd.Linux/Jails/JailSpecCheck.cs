using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Jails;

/// <summary>Says whether a spec is one that the launcher obeys.</summary>
public static class JailSpecCheck
{
    /// <summary>The lowest number of a VMM's descriptors; those below are the launcher's.</summary>
    public const int LowestDescriptor = 10;

    private const int HighestDescriptor = 255;
    private const int MostArguments = 512;
    private const int MostVariables = 64;
    private const int MostGroups = 32;
    private const int MostCgroups = 16;
    private const int MostMounts = 512;
    private const int MostDescriptors = 64;
    private const int LongestText = 32 * 1024;
    private const long SmallestFileSize = 1 << 20;

    /// <summary>Checks every value.</summary>
    /// <returns>The same spec.</returns>
    /// <error code="jail.spec.invalid">The message names the first value that is not allowed.</error>
    public static Result<JailSpec, LobsterError> Check(JailSpec spec) =>
        Faults(spec).FirstOrDefault(fault => fault is not null) is { } first ? new LobsterError(JailErrors.SpecInvalid, first) : spec;

    private static IEnumerable<string?> Faults(JailSpec spec) =>
    [
        // What the serializer lets through as null would only fail later, and worse.
        AnyNull(spec) ? "a member is null" : null,
        .. AnyNull(spec) ? [] : ValueFaults(spec),
    ];

    private static IEnumerable<string?> ValueFaults(JailSpec spec) =>
    [
        PathFault("program", spec.Program),
        PathFault("mountPoint", spec.MountPoint),
        PathFault("runFolder", spec.RunFolder),
        spec.MountPoint == "/" || spec.RunFolder == "/" ? "mountPoint and runFolder cannot be /" : null,
        CountFault("arguments", spec.Arguments.Count, MostArguments),
        CountFault("environment", spec.Environment.Count, MostVariables),
        CountFault("groups", spec.Groups.Count, MostGroups),
        CountFault("cgroups", spec.Cgroups.Count, MostCgroups),
        CountFault("mounts", spec.Mounts.Count, MostMounts),
        CountFault("descriptors", spec.Descriptors.Count, MostDescriptors),
        .. spec.Arguments.Concat(spec.Environment.Keys).Concat(spec.Environment.Values).Select(TextFault),
        spec.Environment.Keys.Any(key => key.Length == 0 || key.Contains('=', StringComparison.Ordinal)) ? "environment: a name is empty or holds =" : null,
        IdFault("userId", spec.UserId),
        IdFault("groupId", spec.GroupId),
        .. spec.Groups.Select(group => IdFault("groups", group)),
        .. spec.Cgroups.Select(folder => PathFault("cgroups", folder)),
        .. spec.Mounts.SelectMany(MountFaults),
        spec.Mounts.Select(mount => mount.Target).Distinct(StringComparer.Ordinal).Count() < spec.Mounts.Count ? "mounts: two have one target" : null,
        spec.Mounts.Any(mount => IsWithin(spec.Program, mount.Target)) ? null : "program: no mount holds it",
        spec.Descriptors.Any(number => number is < LowestDescriptor or > HighestDescriptor)
            ? $"descriptors: not within {LowestDescriptor} to {HighestDescriptor}" : null,
        spec.Descriptors.Distinct().Count() < spec.Descriptors.Count ? "descriptors: one is named twice" : null,
        spec.Limits.OpenFiles is < 64 or > 65_536 ? "limits.openFiles: not within 64 to 65536" : null,
        spec.Limits.FileSizeBytes < SmallestFileSize ? $"limits.fileSizeBytes: below {SmallestFileSize}" : null,
    ];

    private static bool AnyNull(JailSpec spec) =>
        spec.Program is null || spec.MountPoint is null || spec.RunFolder is null || spec.Limits is null
        || spec.Arguments is null || spec.Arguments.Contains(null!) || spec.Environment is null || spec.Environment.Values.Contains(null!)
        || spec.Groups is null || spec.Cgroups is null || spec.Cgroups.Contains(null!) || spec.Descriptors is null
        || spec.Mounts is null || spec.Mounts.Any(mount => mount is not { Source: not null, Target: not null });

    private static IEnumerable<string?> MountFaults(JailMount mount) =>
    [
        PathFault("mounts", mount.Source),
        PathFault("mounts", mount.Target),
        mount.Target == "/" || IsWithin(mount.Target, "/proc") ? $"mounts: {mount.Target} is the jail's own" : null,
    ];

    private static string? PathFault(string member, string path)
    {
        if (TextFault(path) is { } fault) return $"{member}: {fault}";
        var isNormal = path == "/" || (path.StartsWith('/') && path[1..].Split('/').All(part => part is not ("" or "." or "..")));
        return isNormal ? null : $"{member}: {path} is not an absolute, normal path";
    }

    private static string? TextFault(string text) =>
        text.Length > LongestText ? $"a text is longer than {LongestText}"
        : text.Contains('\0', StringComparison.Ordinal) ? "a text holds a NUL"
        : null;

    private static string? CountFault(string member, int count, int most) => count > most ? $"{member}: more than {most}" : null;

    private static string? IdFault(string member, uint id) => id is 0 or uint.MaxValue ? $"{member}: {id} is not an id of a VMM" : null;

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);
}

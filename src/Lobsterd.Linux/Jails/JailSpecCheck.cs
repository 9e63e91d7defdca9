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
        SpecFaults.Path("program", spec.Program),
        SpecFaults.Path("mountPoint", spec.MountPoint),
        SpecFaults.Path("runFolder", spec.RunFolder),
        spec.MountPoint == "/" || spec.RunFolder == "/" ? "mountPoint and runFolder cannot be /" : null,
        SpecFaults.Count("arguments", spec.Arguments.Count, MostArguments),
        SpecFaults.Count("environment", spec.Environment.Count, MostVariables),
        SpecFaults.Count("groups", spec.Groups.Count, MostGroups),
        SpecFaults.Count("cgroups", spec.Cgroups.Count, MostCgroups),
        SpecFaults.Count("mounts", spec.Mounts.Count, MostMounts),
        SpecFaults.Count("descriptors", spec.Descriptors.Count, MostDescriptors),
        .. spec.Arguments.Concat(spec.Environment.Keys).Concat(spec.Environment.Values).Select(SpecFaults.Text),
        spec.Environment.Keys.Any(key => key.Length == 0 || key.Contains('=', StringComparison.Ordinal)) ? "environment: a name is empty or holds =" : null,
        SpecFaults.Id("userId", spec.UserId),
        SpecFaults.Id("groupId", spec.GroupId),
        .. spec.Groups.Select(group => SpecFaults.Id("groups", group)),
        .. spec.Cgroups.Select(folder => SpecFaults.Path("cgroups", folder)),
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
        SpecFaults.Path("mounts", mount.Source),
        SpecFaults.Path("mounts", mount.Target),
        mount.Target == "/" || IsWithin(mount.Target, "/proc") ? $"mounts: {mount.Target} is the jail's own" : null,
    ];

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);
}

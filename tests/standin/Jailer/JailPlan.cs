using System.Globalization;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>A checked command line.</summary>
internal sealed record JailPlan
{
    internal required string Id { get; init; }

    internal required string ExecFile { get; init; }

    internal required string BaseFolder { get; init; }

    internal required uint UserId { get; init; }

    internal required uint GroupId { get; init; }

    internal required string ParentCgroup { get; init; }

    internal required byte CgroupVersion { get; init; }

    internal required IReadOnlyList<CgroupSetting> Cgroups { get; init; }

    internal required ulong OpenFiles { get; init; }

    internal required ulong? FileSize { get; init; }

    internal required string? NetworkNamespace { get; init; }

    internal required bool Daemonize { get; init; }

    internal required bool NewPids { get; init; }

    internal required IReadOnlyList<string> Extra { get; init; }

    internal string ExecName => Path.GetFileName(ExecFile);

    internal string Root => $"{BaseFolder.TrimEnd('/')}/{ExecName}/{Id}/root";

    /// <summary>Checks in the real order: id, exec file, base folder, uid, gid, parent cgroup, cgroup version with its move, cgroups, limits.</summary>
    internal static JailPlan Check(Arguments arguments)
    {
        var id = arguments.Value("id")!;
        if (InstanceId.Refuse(id) is { } refused) throw new Fault($"Invalid instance ID: {refused.Text}", $"InvalidInstanceId({refused.Debug})");
        var exec = Canonical(arguments.Value("exec-file")!);
        if (!File.Exists(exec)) throw new Fault($"{exec} is not a file", $"NotAFile(\"{exec}\")");
        var folder = Canonical(arguments.Value("chroot-base-dir")!);
        if (!Directory.Exists(folder)) throw new Fault($"{folder} is not a directory", $"NotADirectory(\"{folder}\")");
        var user = Number(arguments.Value("uid")!, "uid");
        var group = Number(arguments.Value("gid")!, "gid");

        var parent = arguments.Value("parent-cgroup") ?? Path.GetFileName(exec);
        if (CgroupSetting.IsTricky(parent))
            throw new Fault("Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'", "CgroupInvalidParentPath");
        var version = arguments.Value("cgroup-version")!;
        if (!byte.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var cgroupVersion))
            throw new Fault($"{version} is an invalid cgroup version specifier", $"CgroupInvalidVersion(\"{version}\")");
        var cgroups = arguments.Values("cgroup");
        if (cgroupVersion == 2 && cgroups.Count == 0) CgroupMove.ToParent(parent);
        var settings = cgroups.Select(CgroupSetting.Parse).ToList();
        CgroupTree.CheckAvailable(cgroupVersion, settings);
        var limits = LimitArguments.Parse(arguments.Values("resource-limit"));

        return new JailPlan
        {
            Id = id,
            ExecFile = exec,
            BaseFolder = folder,
            UserId = user,
            GroupId = group,
            ParentCgroup = parent,
            CgroupVersion = cgroupVersion,
            Cgroups = settings,
            OpenFiles = limits.OpenFiles,
            FileSize = limits.FileSize,
            NetworkNamespace = arguments.Value("netns"),
            Daemonize = arguments.Has("daemonize"),
            NewPids = arguments.Has("new-pid-ns"),
            Extra = arguments.Extra,
        };
    }

    private static uint Number(string text, string name) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new Fault($"Invalid {name}: {text}", $"{name}(\"{text}\")");

    private static string Canonical(string path) =>
        CanonicalPath.Of(path) ?? throw new Fault($"Failed to canonicalize path {path}: {IoText.Last}", $"Canonicalize(\"{path}\")");
}

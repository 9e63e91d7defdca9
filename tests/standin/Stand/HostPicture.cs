using System.Globalization;
using System.Text.RegularExpressions;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Namespaces;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Stand;

/// <summary>Everything of one lobsterd on this host, read from the kernel and the disk by none of lobsterd's own means of finding it.</summary>
/// <remarks>Stricter than the product's inventory: every file below the root, every mount that mentions it, every process in its network or with one of its
/// users, every rule of every table. Equal pictures, equal hosts; pids, sizes and times are left out, and so is
/// what the service has written down of its doings, which nobody undoes.</remarks>
/// <param name="Lines">One a thing, sorted.</param>
public sealed partial record HostPicture(IReadOnlyList<string> Lines)
{
    private const string Nft = "/usr/sbin/nft";
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestExec = TimeSpan.FromSeconds(1);

    /// <summary>Looks now.</summary>
    /// <param name="stand">Whose; its service is left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HostPicture> TakeAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        lines.AddRange(stand.Network.Run(() => Links().Append(Forwarding()).ToList()));
        lines.AddRange(await RulesAsync(stand.Network, cancellationToken));
        lines.AddRange(Processes(stand.Paths, stand.Network.Identity, stand.Service?.Pid).Select(pid => $"process {NameOf(pid)}"));
        lines.AddRange(Mounts(stand.Paths.Root));
        lines.AddRange(CgroupFolders(stand.Paths).Select(folder => $"cgroup {folder}"));
        lines.AddRange(Files(stand.Paths));
        return new HostPicture([.. lines.Order(StringComparer.Ordinal)]);
    }

    /// <summary>What this has and another has not, and the other way round; empty when they are equal.</summary>
    public IReadOnlyList<string> DifferencesFrom(HostPicture before) =>
    [
        .. Surplus(Lines, before.Lines).Select(line => $"+ {line}"),
        .. Surplus(before.Lines, Lines).Select(line => $"- {line}"),
    ];

    /// <summary>The same without what differs from one spawn to the next: slots, what is computed of them, and ids.</summary>
    public HostPicture Anonymous() => new([.. Lines.Select(line => OfASlot().Replace(line, "…")).Order(StringComparer.Ordinal)]);

    /// <summary>Kills every process of a lobsterd and waits until none is left.</summary>
    /// <exception cref="TimeoutException">Some do not go; the message names them.</exception>
    internal static async Task EndProcessesAsync(LobsterdPaths paths, string network)
    {
        // Again and again: one that is being started while we look is seen the next time.
        var began = TimeProvider.System.GetTimestamp();
        while (Processes(paths, network, except: null) is { Count: > 0 } left)
        {
            var named = left.Select(pid => string.Create(CultureInfo.InvariantCulture, $"{pid} {NameOf(pid)}")).ToList();
            await Task.WhenAll(left.Select(EndAsync)).WaitAsync(LongestEnd, TimeProvider.System);
            if (TimeProvider.System.GetElapsedTime(began) > LongestEnd) throw new TimeoutException($"killed again and again: {string.Join(", ", named)}");
        }
    }

    /// <summary>Removes the cgroups of a lobsterd whose processes have ended, deepest first; one that is busy stays.</summary>
    internal static void RemoveCgroups(LobsterdPaths paths)
    {
        foreach (var folder in CgroupFolders(paths).OrderByDescending(folder => folder.Length))
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // Its last process is still on its way out; the gate after the tests tells if it stays.
            }
        }
    }

    private static async Task EndAsync(int pid)
    {
        if (PidFd.Open(pid).TryGetError(out _, out var process)) return;
        using (process)
        {
            _ = process.Signal(Signals.Kill);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static IEnumerable<string> Surplus(IReadOnlyList<string> those, IReadOnlyList<string> these)
    {
        var counted = these.CountBy(line => line).ToDictionary();
        return those.CountBy(line => line)
            .Where(line => line.Value > counted.GetValueOrDefault(line.Key))
            .Select(line => line.Value == 1 ? line.Key : string.Create(CultureInfo.InvariantCulture, $"{line.Key} (×{line.Value})"));
    }

    private static List<string> Links()
    {
        using var kernel = RtNetlink.Open().Require();
        return [.. kernel.ListLinks().Require().Select(link => $"link {link.Name} {link.Alias}")];
    }

    private static string Forwarding() => $"net.ipv4.ip_forward {File.ReadAllText("/proc/sys/net/ipv4/ip_forward").Trim()}";

    private static async Task<IEnumerable<string>> RulesAsync(NetNamespace network, CancellationToken cancellationToken)
    {
        // It is born in the namespace of the thread that starts it; what follows its start may run anywhere.
        var runner = new ProgramRunner(TimeProvider.System);
        var input = new ProgramInput
        {
            Program = Nft,
            Arguments = ["--stateless", "list", "ruleset"],
            Timeout = TimeSpan.FromSeconds(30),
            MaxOutputBytes = 16 << 20,
        };
        var listed = (await network.Run(() => runner.RunToSuccessAsync(input, cancellationToken))).Require();
        return listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"nft {line.Trim()}");
    }

    // By network, by user, and by what the command line says: a stray of any of these is ours.
    private static List<int> Processes(LobsterdPaths paths, string network, int? except) =>
    [
        .. ProcessTable.Stats()
            .Where(stat => !stat.IsZombie && stat.Pid != except && stat.Pid != Environment.ProcessId)
            .Select(stat => stat.Pid)
            .Where(pid => ThreadNamespaces.IdentityOf(pid, "net") == network || IsOf(paths, pid)),
    ];

    private static bool IsOf(LobsterdPaths paths, int pid)
    {
        if (!ProcessTable.UserOf(pid).TryGetValue(out var user)) return false;
        return user == paths.Instance.EdgeUid || user == paths.Instance.CaddyUid || paths.Instance.SeatOf(user) is not null
            || CommandLine(pid).Contains($"{paths.Root}/", StringComparison.Ordinal);
    }

    // In the middle of execve(2) a process has a program and no arguments yet: whoever looks then would miss what outlives its parent a moment later.
    private static string CommandLine(int pid)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var line = string.Join(' ', ProcessTable.ArgumentsOf(pid));
            if (line.Length > 0 || ProcessTable.ExecutableOf(pid).IsFailure || TimeProvider.System.GetElapsedTime(began) > LongestExec) return line;
        }
    }

    private static string NameOf(int pid) => ProcessTable.ExecutableOf(pid).TryGetValue(out var path) ? Path.GetFileName(path) : "gone";

    // Of PID 1 too: the launcher works in its namespace.
    private static IEnumerable<string> Mounts(string root) =>
        new[] { "self", "1" }
            .SelectMany(pid => File.ReadLines($"/proc/{pid}/mountinfo"))
            .Where(line => line.Contains($"{root}/", StringComparison.Ordinal))
            .Select(line => $"mount {line.Split(' ')[4]}")
            .Distinct();

    private static List<string> CgroupFolders(LobsterdPaths paths) =>
        CgroupHierarchies.Find().TryGetValue(out var hierarchies)
            ? hierarchies
                .Select(hierarchy => Path.Combine(hierarchy.Target, paths.Instance.Name))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
                .ToList()
            : [];

    private static IEnumerable<string> Files(LobsterdPaths paths) =>
        new DirectoryInfo(paths.Root)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(entry => !entry.FullName.StartsWith(paths.EventLog, StringComparison.Ordinal))
            .Where(entry => !OfAGuest().IsMatch(Path.GetRelativePath(paths.Root, entry.FullName)))
            .Select(entry => $"file {Path.GetRelativePath(paths.Root, entry.FullName)} {entry.UnixFileMode}");

    // The null machine's guest has a folder for a disk, and writes into it when it likes.
    [GeneratedRegex("^run/lobsterd/vm/[^/]+/root/", RegexOptions.CultureInvariant)]
    private static partial Regex OfAGuest();

    // TAPs, addresses of the default pool, connection marks and zones (Host/Network), cgroups of slots and seats, jails, UUIDs.
    [GeneratedRegex(@"lob\d+|10\.66\.\d+\.\d+|0x6c6f[0-9a-f]{4}|(?<=: )49[1-9]\d\d|slot-\d+|seat[-/]\d+|\d+-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.CultureInvariant)]
    private static partial Regex OfASlot();
}

using Lobsterd.Host.Images.Building;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Build;

/// <summary>The smallest Debian 13 that has apt, from the mirrors of this host, for scripts to work on. Needs their network. Nothing of it is kept.</summary>
public sealed class TrixieHost : IAsyncLifetime
{
    private const string Suite = "trixie";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ScratchFolder scratch = new();
    private readonly ProgramRunner programs = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The path, from outside, of something in it.</summary>
    public string this[string path] => Path.Combine(scratch["root"], path);

    public async ValueTask InitializeAsync()
    {
        var apt = await HostApt.ReadAsync(programs, "/usr/bin/apt-config", Stop);
        string[] options = ["APT::Sandbox::User \"root\"", "Acquire::Languages \"none\"", .. apt.Options];
        _ = await RunAsync(
            "/usr/bin/mmdebstrap",
            [
                "--mode=root", "--variant=apt", "--format=directory", "--dpkgopt=force-unsafe-io", .. options.Select(option => $"--aptopt={option}"),
                Suite, scratch["root"], .. DebianMirrors.LinesFor(Suite, mirror: null, apt.Sources, apt.Suite),
            ]);
        _ = await RunAsync("/bin/sh", ["-c", "mkdir \"$2\" && cp -a \"$1\" \"$2\"", "copy", Path.Combine(RepositoryRoot.Path, "build"), this["clone"]]);
    }

    /// <summary>Runs a script in it, which must succeed.</summary>
    /// <param name="script">Of bash; it runs in the clone, whose folder <c>build/</c> is this one's.</param>
    /// <returns>What it said.</returns>
    public Task<string> RunAsync(string script) =>
        RunAsync("/bin/sh", ["-c", "mount -t proc proc \"$1/proc\" && exec chroot \"$1\" /bin/bash -euc \"cd /clone; $2\"", "inside", scratch["root"], script]);

    public ValueTask DisposeAsync()
    {
        scratch.Dispose();
        return default;
    }

    // In namespaces of its own: what is mounted or started in there ends with the script.
    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var (first, rest) = OuterNetwork.Reach("/usr/bin/unshare", ["--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--mount-proc", "--", program, .. arguments]);
        var ran = await programs.RunToSuccessAsync(
            new ProgramInput
            {
                Program = first,
                Arguments = rest,
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["HOME"] = "/root", ["LC_ALL"] = "C.UTF-8", ["TMPDIR"] = "/tmp" },
                Timeout = Longest,
            },
            Stop);
        return ran.TryGetError(out var error, out var result) ? throw new InvalidOperationException(error.FullMessage) : result.Output;
    }
}

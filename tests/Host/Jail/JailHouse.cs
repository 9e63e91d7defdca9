using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>A root of its own with a jail for one tenant, in which a static busybox stands for the VMM. Leaves no process, cgroup or file.</summary>
internal sealed class JailHouse : IAsyncDisposable
{
    private readonly ScratchFolder scratch = new();

    internal JailHouse()
    {
        Paths = new LobsterdPaths(scratch.Path);
        Cgroups = new CgroupTree(CgroupHierarchies.Find().Value, Paths.Instance.Name);
        Jail = new VmJail(Paths, Cgroups, PublishedBinaries.Launcher, TimeProvider.System);
        _ = Directory.CreateDirectory(Paths.State);
        _ = Directory.CreateDirectory(RunFolder);
    }

    internal static JailedProgram Busybox { get; } = new() { Path = "/bin/busybox" };

    internal LobsterdPaths Paths { get; }

    internal CgroupTree Cgroups { get; }

    internal VmJail Jail { get; }

    internal VmOwner Owner { get; } = new(Guid.CreateVersion7(), TenantName.Parse("probe").Value, new Slot(7));

    internal uint UserId => Paths.Instance.UidOf(Owner.Slot);

    internal string RunFolder => Paths.VmOf(Owner.Name);

    internal string Console => File.Exists(Path.Combine(RunFolder, JailFiles.Console)) ? File.ReadAllText(Path.Combine(RunFolder, JailFiles.Console)) : "";

    internal string Words => File.Exists(Path.Combine(RunFolder, JailFiles.Words)) ? File.ReadAllText(Path.Combine(RunFolder, JailFiles.Words)) : "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal JailInput Input(string script) => new()
    {
        Place = Jail.PlaceOf(Owner),
        Program = Busybox,
        Arguments = ["sh", "-c", script],
        Descriptors = [],
        Limits = new CgroupLimits(MemoryBytes: 64 << 20, Pids: 40, Cpus: 1),
        LargestFileBytes = 1 << 20,
    };

    /// <summary>Starts it and fails the test with the error's own words.</summary>
    internal async Task<JailedProcess> StartAsync(JailInput input)
    {
        Result<JailedProcess, LobsterError> started = await Jail.StartAsync(input, Token);
        Assert.True(started.IsSuccess, started.IsFailure ? started.Error.FullMessage : "");
        return started.Value;
    }

    /// <summary>Runs a script in the jail to its end.</summary>
    internal async Task<VmExit> RunAsync(string script) => await RunAsync(Input(script));

    internal async Task<VmExit> RunAsync(JailInput input)
    {
        using var process = await StartAsync(input);
        return await process.Exit.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    /// <summary>What a script prints in the jail.</summary>
    internal async Task<string> PrintedAsync(string script)
    {
        Assert.Equal(new VmExit(0, null, ""), await RunAsync(script));
        return Console;
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.True((await Jail.RemoveAsync(Owner, bound.Token)).IsSuccess);
        Assert.True(Cgroups.Remove().IsSuccess);
        Assert.DoesNotContain(ProcessTable.Pids(), pid => ProcessTable.RunsAs(pid, UserId));
        scratch.Dispose();
    }
}

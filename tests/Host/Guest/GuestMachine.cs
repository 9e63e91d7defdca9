using System.Globalization;
using System.Net;
using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Guest;

/// <summary>The published guest binary as PID 1 of a PID namespace, in a root that holds nothing else, behind a TAP as a virtual machine's would be;
/// beside it the host's own client. Gone when disposed.</summary>
/// <remarks>The null machine makes the namespaces. The root has /proc and /dev, as every guest does, and no /etc and no library.</remarks>
internal sealed class GuestMachine : IAsyncDisposable
{
    internal const string Token = "agent-token";
    internal const string GatewayToken = "gateway-token";

    private static int lastSlot = 8_000;

    private readonly ScratchFolder scratch = new();
    private readonly ChildProcess machine;
    private readonly FileStream said;

    private GuestMachine(bool hasBusybox, string? diskSize)
    {
        Assert.Equal("1", Environment.GetEnvironmentVariable("LOBSTERD_TEST_NETNS"));
        Owner = new VmOwner(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(Interlocked.Increment(ref lastSlot)));
        var subnet = (Owner.Slot.Number - 8_000) * 4;
        Host = new IPAddress([10, 99, (byte)(subnet >> 8), (byte)(subnet + 1)]);
        Address = new IPAddress([10, 99, (byte)(subnet >> 8), (byte)(subnet + 2)]);
        MakeTap();
        MakeRoot(hasBusybox);

        said = new FileStream(scratch["said"], FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        machine = Spawner.Start(new SpawnInput
        {
            Program = Path.Combine(AppContext.BaseDirectory, "lobsterd-null-vmm"),
            Arguments = [NetworkPlan.TapOf(Owner.Slot), "eth0", "/bin/sh", "-c", Script(diskSize)],
            Descriptors = [new ChildDescriptor(2, said.SafeFileHandle)],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "" },
            NewSession = true,
        }).Value;
        Client = new AgentClient(new AgentConfig(), TimeProvider.System);
    }

    internal VmOwner Owner { get; }

    internal AgentClient Client { get; }

    /// <summary>The guest's address once it is claimed.</summary>
    internal IPAddress Address { get; }

    /// <summary>The folder that is the guest's disk.</summary>
    internal string Disk => Path.Combine(Root, "disk");

    /// <summary>The calls that would have changed the machine, in order.</summary>
    internal string[] Calls => File.ReadAllLines(Path.Combine(Root, "calls"));

    /// <summary>What the machine wrote on its error stream.</summary>
    internal string Said => File.ReadAllText(scratch["said"]);

    /// <summary>The guest's PID 1, by its number here.</summary>
    internal int Init => ProcessTable.Stats().Single(stat => stat.ParentPid == machine.Pid).Pid;

    private IPAddress Host { get; }

    private string Root => scratch["root"];

    /// <summary>Starts a machine and gives it to alice.</summary>
    /// <param name="hasBusybox">Whether its root has a busybox beside the guest binary.</param>
    /// <param name="diskSize">Size of a disk of its own, as mount(8) reads it; null: the disk is a folder.</param>
    /// <param name="workload">What it is to run; null: the demo gateway.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static async Task<GuestMachine> StartAsync(bool hasBusybox, string? diskSize, WorkloadSpec? workload, CancellationToken cancellationToken)
    {
        var guest = await StartAnonymousAsync(hasBusybox, diskSize, cancellationToken);
        var claimed = await guest.Client.ClaimAsync(guest.Owner, guest.Claim(workload), cancellationToken);
        return claimed.IsSuccess ? guest : throw await guest.FailAsync(claimed.Error);
    }

    /// <summary>Starts a machine that is nobody's.</summary>
    /// <param name="hasBusybox">Whether its root has a busybox beside the guest binary.</param>
    /// <param name="diskSize">Size of a disk of its own, as mount(8) reads it; null: the disk is a folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static async Task<GuestMachine> StartAnonymousAsync(bool hasBusybox, string? diskSize, CancellationToken cancellationToken)
    {
        var guest = new GuestMachine(hasBusybox, diskSize);
        var ready = await guest.Client.WaitReadyAsync(guest.Owner, TimeSpan.FromSeconds(30), cancellationToken);
        return ready.IsSuccess ? guest : throw await guest.FailAsync(ready.Error);
    }

    internal TenantClaim Claim(WorkloadSpec? workload) => new()
    {
        Id = Owner.Id,
        Name = Owner.Name,
        Address = Address,
        PrefixLength = NetworkPlan.TenantPrefix,
        Gateway = Host,
        Dns = [],
        AgentToken = Token,
        GatewayToken = GatewayToken,
        Now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000),
        Entropy = new byte[64],
        Workload = workload ?? new WorkloadSpec { Name = "gateway", Port = 9000 },
    };

    /// <summary>Starts the workload and waits for its port.</summary>
    internal async Task StartWorkloadAsync(CancellationToken cancellationToken)
    {
        Assert.True((await Client.StartWorkloadAsync(Owner, Token, cancellationToken)).IsSuccess);
        var answers = await Client.WaitWorkloadAsync(Owner, Token, null, cancellationToken);
        Assert.True(answers.IsSuccess, answers.IsFailure ? answers.Error.FullMessage : "");
    }

    /// <summary>Runs a script of busybox's shell to its end.</summary>
    internal Task<(string Output, int Code)> ShellAsync(string script, CancellationToken cancellationToken) =>
        ExecAsync(new ExecSpec { Command = ["/bin/busybox", "sh", "-c", script] }, cancellationToken);

    /// <summary>Runs a command to its end; both of its outputs, and its exit code.</summary>
    internal async Task<(string Output, int Code)> ExecAsync(ExecSpec spec, CancellationToken cancellationToken)
    {
        var started = await Client.ExecAsync(Owner, Token, spec, cancellationToken);
        Assert.True(started.IsSuccess, started.IsFailure ? started.Error.FullMessage : "");
        await using var session = started.Value;
        return await ReadAsync(session, cancellationToken);
    }

    internal static async Task<(string Output, int Code)> ReadAsync(IExecSession session, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        await foreach (var happened in session.ReadAsync(cancellationToken))
        {
            if (happened.Value is ExecEvent.Exited exited) return (output.ToString(), exited.Code);
            var data = happened.Value is ExecEvent.Output o ? o.Data : ((ExecEvent.Error)happened.Value).Data;
            _ = output.Append(Encoding.UTF8.GetString(data.Span));
        }

        throw new InvalidOperationException("no exit code came");
    }

    /// <summary>The exit code of the machine, once it has ended.</summary>
    internal async Task<int?> EndedAsync(CancellationToken cancellationToken) => (await machine.WaitForExitAsync(cancellationToken)).Code;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _ = machine.Process.Signal(Signals.Kill);
        _ = await machine.WaitForExitAsync(CancellationToken.None);
        machine.Dispose();
        using (var netlink = RtNetlink.Open().Value) _ = netlink.Apply(new RtBatch().DeleteLink(RtNetlink.IndexOf(NetworkPlan.TapOf(Owner.Slot)).Value, missingIsFine: true));
        await said.DisposeAsync();
        scratch.Dispose();
    }

    private async Task<InvalidOperationException> FailAsync(LobsterError error)
    {
        var words = Said;
        await DisposeAsync();
        return new InvalidOperationException($"{error.FullMessage}; the machine said: {words}");
    }

    private void MakeTap()
    {
        var name = NetworkPlan.TapOf(Owner.Slot);
        Assert.True(Tap.Create(name, owner: 0).IsSuccess);
        var mac = HardwareAddress.Parse(MacAddress.Guest);
        var index = RtNetlink.IndexOf(name).Value;
        using var netlink = RtNetlink.Open().Value;
        var applied = netlink.Apply(new RtBatch()
            .ChangeLink(index, new LinkChange { Up = true, Arp = false, AutomaticLinkLocal = false, Mac = HardwareAddress.Parse(MacAddress.Host) })
            .AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.Host), 64) { SkipDuplicateDetection = true })
            .AddAddress(new LinkAddress(index, Host, NetworkPlan.TenantPrefix))
            .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.Guest), mac))
            .AddNeighbour(new Neighbour(index, Address, mac)));
        Assert.True(applied.IsSuccess, applied.IsFailure ? applied.Error.FullMessage : "");
    }

    private void MakeRoot(bool hasBusybox)
    {
        foreach (var folder in (string[])["proc", "dev", "disk"]) _ = Directory.CreateDirectory(Path.Combine(Root, folder));
        File.Copy(PublishedBinaries.Guest, Path.Combine(Root, "lobsterd-guest"));
        // The workload's user walks through it.
        foreach (var folder in (string[])[scratch.Path, Root, Disk]) File.SetUnixFileMode(folder, (UnixFileMode)0x1ED);
        if (!hasBusybox) return;
        _ = Directory.CreateDirectory(Path.Combine(Root, "bin"));
        File.Copy("/bin/busybox", Path.Combine(Root, "bin/busybox"));
    }

    private string Script(string? diskSize) => string.Create(CultureInfo.InvariantCulture, $"""
        set -e
        cd {Root}
        mount -t proc proc proc
        mount --rbind /dev dev
        {(diskSize is null ? "" : $"mount -t tmpfs -o mode=755,size={diskSize} disk disk")}
        exec chroot . /lobsterd-guest --process-mode --root /disk --record /calls --state /state --ends-with parent
        """);
}

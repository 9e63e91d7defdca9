using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Agent;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>What a script would do for a tenant: copy the empty disk, make a TAP, start QEMU, claim, start the workload, ask its gateway. No jail, no cgroup,
/// no wall, no journal, no registry, no edge. It works in the network namespace of this process, which is empty but for what it makes itself.</summary>
internal sealed class BareSpawn : IDisposable
{
    private const long BytesOfMib = 1 << 20;
    private const int OwnerOnlyFile = 0x180;

    private static readonly NetworkPlan Plan = NetworkPlan.Parse(new NetworkConfig().Pool).Require();
    private static readonly VmOwner Owner = new(Guid.CreateVersion7(), TenantName.Parse("bare").Value, new Slot(0));
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly string folder = Directory.CreateTempSubdirectory("lob-bare-").FullName;
    private readonly AgentClient agents = new(new AgentConfig(), TimeSpan.FromMilliseconds(new HypervisorConfig().BootTimeoutMs), TimeProvider.System);
    private readonly TenantBody model;
    private readonly BootFiles files;
    private readonly string emptyDisk;
    private readonly IReadOnlyList<string> arguments;

    private BareSpawn(TenantBody model, BootFiles files, string emptyDisk) =>
        (this.model, this.files, this.emptyDisk, arguments) = (model, files, emptyDisk, ArgumentsOf(model.Pid ?? throw new InvalidOperationException("the tenant has no VMM")));

    private string Overlay => Path.Combine(folder, "overlay.ext4");

    private string MonitorSocket => Path.Combine(folder, "monitor.sock");

    private string Words => Path.Combine(folder, "words.log");

    /// <summary>Prepares spawns like those of a stand: QEMU gets the very arguments that a tenant's own QEMU has.</summary>
    /// <param name="stand">Whose images, kernel and empty disk are taken; it has a tenant for a moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<BareSpawn> LikeOneAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var model = (await stand.Reef.SpawnAsync("model", cancellationToken)).Tenant;
        var bare = new BareSpawn(model, await StandImages.BootFilesAsync(stand, model.ImageHash, cancellationToken), StandImages.EmptyDiskOf(stand));
        _ = (await stand.Reef.EvictAsync("model", cancellationToken)).Succeeded();
        return bare;
    }

    /// <summary>From nothing to the first byte of the gateway, in ms; nothing is left of it afterwards.</summary>
    internal Task<double> FirstByteMsAsync(CancellationToken cancellationToken) => MeasureAsync(
        async qemu =>
        {
            await ClaimAsync(qemu, cancellationToken);
            await AskGatewayAsync(cancellationToken).WaitAsync(LongestAnswer, TimeProvider.System, cancellationToken);
        });

    /// <summary>From nothing to a QEMU that has built its machine and answers, in ms; nothing is left of it afterwards.</summary>
    internal Task<double> MachineMsAsync(CancellationToken cancellationToken) => MeasureAsync(
        async _ =>
        {
            var connected = await QmpConnection.ConnectAsync(MonitorSocket, TimeProvider.System, cancellationToken);
            await connected.Require().DisposeAsync();
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        agents.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] ArgumentsOf(int pid) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).TrimEnd('\0').Split('\0')[1..];

    private static async Task EndAsync(ChildProcess qemu)
    {
        qemu.Signal(Signals.Kill).Require();
        _ = await qemu.WaitForExitAsync(CancellationToken.None);
        qemu.Dispose();
    }

    private async Task<double> MeasureAsync(Func<ChildProcess, Task> waitAsync)
    {
        int? tap = null;
        ChildProcess? qemu = null;
        try
        {
            var start = Stopwatch.GetTimestamp();
            CopyEmptyDisk();
            tap = BareTap.Make(NetworkPlan.TapOf(Owner.Slot), Owner.Slot, Plan);
            qemu = StartQemu();
            await waitAsync(qemu);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        finally
        {
            if (qemu is not null) await EndAsync(qemu);
            if (tap is { } made) BareTap.Remove(made);
            File.Delete(MonitorSocket);
            File.Delete(Overlay);
        }
    }

    private void CopyEmptyDisk()
    {
        using var source = Fd.Open(emptyDisk, OpenFlags.ReadOnly).Require();
        using var target = Fd.Open(Overlay, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, OwnerOnlyFile).Require();
        _ = SparseFile.CloneOrCopy(source, target).Require();
    }

    private ChildProcess StartQemu()
    {
        var input = new BootVmInput { Owner = Owner, Size = new VmSize(model.Vcpus, model.MemoryMib), Image = model.ImageHash, OverlayPath = Overlay };
        using var descriptors = VmDescriptors.Open(input, files, MonitorSocket, isCold: true).Require();
        using var memory = Memfd.Create(RamMapping.MemfdName).Require();
        using var words = File.OpenHandle(Words, FileMode.Create, FileAccess.Write);
        SparseFile.SetSize(memory, model.MemoryMib * BytesOfMib).Require();
        return Spawner.Start(new SpawnInput
        {
            Program = new HypervisorConfig().QemuProgram,
            Arguments = arguments,
            Descriptors =
            [
                .. descriptors.With(QemuDescriptors.Memory, memory),
                new ChildDescriptor(QemuDescriptors.Console, words),
                new ChildDescriptor(QemuDescriptors.Words, words),
            ],
        }).Require();
    }

    private async Task ClaimAsync(ChildProcess qemu, CancellationToken cancellationToken)
    {
        var claim = FreshClaim.Of(Owner, Plan);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var claiming = agents.WaitReadyAsync(Owner, stop.Token)
            .Bind(() => agents.ClaimAsync(Owner, claim, stop.Token))
            .Bind(() => agents.StartWorkloadAsync(Owner, claim.AgentToken, stop.Token))
            .Bind(() => agents.WaitWorkloadAsync(Owner, claim.AgentToken, null, stop.Token));
        var ending = qemu.WaitForExitAsync(stop.Token);
        try
        {
            if (await Task.WhenAny(claiming, ending) == ending) throw new InvalidOperationException($"the bare QEMU ended: {LastWords()}");
            if ((await claiming).TryGetError(out var error)) throw new InvalidOperationException($"{error.FullMessage}; the bare VM's last words: {LastWords()}");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(claiming, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string LastWords() => string.Join(" | ", File.ReadLines(Words).TakeLast(3));

    private async Task AskGatewayAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Plan.GuestAddressOf(Owner.Slot), model.Port, cancellationToken);
        _ = await socket.SendAsync("GET / HTTP/1.1\r\nHost: bare\r\n\r\n"u8.ToArray(), cancellationToken);
        if (await socket.ReceiveAsync(new byte[1], cancellationToken) == 0) throw new IOException("the gateway closed without an answer");
    }
}

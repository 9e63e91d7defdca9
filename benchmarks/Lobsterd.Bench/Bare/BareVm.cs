using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>A QEMU as a script starts it: no launcher, no jail, no cgroup, no record of it.</summary>
internal sealed class BareVm : IAsyncDisposable
{
    private const string StateName = "state";

    private static readonly MigrationCapabilitiesArguments TellLoad = new([new MigrationCapability("events", true)]);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    private readonly BareHost host;
    private readonly ChildProcess qemu;
    private QmpConnection? monitor;

    private BareVm(BareHost host, ChildProcess qemu) => (this.host, this.qemu) = (host, qemu);

    /// <summary>Whose VM it is.</summary>
    internal static VmOwner Owner { get; } = new(Guid.CreateVersion7(), TenantName.Parse("bare").Value, new Slot(0));

    /// <summary>Its process.</summary>
    internal int Pid => qemu.Pid;

    private static string MonitorIn(BareHost host) => Path.Combine(host.Folder, "monitor.sock");

    private static string WordsIn(BareHost host) => Path.Combine(host.Folder, "words.log");

    /// <summary>Executes QEMU; its TAP is there.</summary>
    /// <param name="host">Whose arguments it gets.</param>
    /// <param name="overlay">Path of its disk.</param>
    internal static BareVm Start(BareHost host, string overlay)
    {
        var model = host.Model;
        var input = new BootVmInput { Owner = Owner, Size = new VmSize(model.Vcpus, model.MemoryMib), Image = model.ImageHash, OverlayPath = overlay };
        using var descriptors = VmDescriptors.Open(input, host.Files, MonitorIn(host), isCold: host.TemplateMemory is null).Require();
        using var memory = host.TakeMemory();
        using var words = File.OpenHandle(WordsIn(host), FileMode.Create, FileAccess.Write);
        return new BareVm(host, Spawner.Start(new SpawnInput
        {
            Program = new HypervisorConfig().QemuProgram,
            Arguments = host.Arguments,
            Descriptors =
            [
                .. descriptors.With(QemuDescriptors.Memory, memory),
                new ChildDescriptor(QemuDescriptors.Console, words),
                new ChildDescriptor(QemuDescriptors.Words, words),
            ],
        }).Require());
    }

    /// <summary>Waits until it has built its machine.</summary>
    internal async Task GreetAsync(CancellationToken cancellationToken) =>
        monitor ??= (await QmpConnection.ConnectAsync(MonitorIn(host), TimeProvider.System, cancellationToken)).Require();

    /// <summary>Loads a device state over the memory that is there, and lets the guest run.</summary>
    /// <param name="state">Stands where QEMU's bytes begin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task RunFromAsync(Fd state, CancellationToken cancellationToken)
    {
        _ = await AskAsync(QmpCommands.SetMigrationCapabilities, TellLoad, null, cancellationToken);
        _ = await AskAsync(QmpCommands.GetFd, new GetFdArguments(StateName), state, cancellationToken);
        _ = await AskAsync(QmpCommands.MigrateIncoming, new MigrateIncomingArguments("fd:" + StateName), null, cancellationToken);
        await foreach (var happened in monitor!.Events.ReadAllAsync(cancellationToken))
        {
            var status = QmpEvents.LoadStatusOf(happened);
            if (status == "completed") break;
            if (status == "failed") throw new InvalidOperationException($"the bare QEMU could not load the state: {LastWords()}");
        }

        _ = await AskAsync(QmpCommands.Continue, QmpNothing.Value, null, cancellationToken);
    }

    /// <summary>Asks its monitor, which has greeted.</summary>
    internal async Task<TReturn> AskAsync<TArguments, TReturn>(
        QmpCommand<TArguments, TReturn> command, TArguments arguments, Fd? descriptor, CancellationToken cancellationToken) =>
        (await monitor!.ExecuteAsync(command, arguments, descriptor, cancellationToken)).Require();

    /// <summary>Waits for its agent, claims it, starts its workload and waits for the workload's port.</summary>
    /// <returns>Who it is from now on.</returns>
    internal async Task<TenantClaim> ClaimAsync(CancellationToken cancellationToken)
    {
        var claim = FreshClaim.Of(Owner, BareHost.Plan);
        await TellAsync(
            stop => host.Agents.WaitReadyAsync(Owner, TimeSpan.FromMilliseconds(new HypervisorConfig().BootTimeoutMs), stop)
                .Bind(() => host.Agents.ClaimAsync(Owner, claim, stop))
                .Bind(_ => host.Agents.StartWorkloadAsync(Owner, claim.AgentToken, stop))
                .Bind(() => host.Agents.WaitWorkloadAsync(Owner, claim.AgentToken, within: null, stop)),
            cancellationToken);
        return claim;
    }

    /// <summary>Speaks to its agent, for as long as it lives.</summary>
    internal async Task TellAsync(Func<CancellationToken, Task<UnitResult<LobsterError>>> tell, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = tell(stop.Token);
        var ending = qemu.WaitForExitAsync(stop.Token);
        try
        {
            if (await Task.WhenAny(telling, ending) == ending) throw new InvalidOperationException($"the bare QEMU ended: {LastWords()}");
            if ((await telling).TryGetError(out var error)) throw new InvalidOperationException($"{error.FullMessage}; the bare VM's last words: {LastWords()}");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(telling, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for the first byte of its gateway, which is asked at the guest's own address.</summary>
    internal async Task AskGatewayAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(BareHost.Plan.GuestAddressOf(Owner.Slot), host.Model.Port, cancellationToken).AsTask()
            .WaitAsync(LongestAnswer, TimeProvider.System, cancellationToken);
        _ = await socket.SendAsync("GET / HTTP/1.1\r\nHost: bare\r\n\r\n"u8.ToArray(), cancellationToken);
        var first = await socket.ReceiveAsync(new byte[1], cancellationToken).AsTask().WaitAsync(LongestAnswer, TimeProvider.System, cancellationToken);
        if (first == 0) throw new IOException("the gateway closed without an answer");
    }

    /// <summary>Ends it; its TAP and its disk stay.</summary>
    public async ValueTask DisposeAsync()
    {
        if (monitor is not null) await monitor.DisposeAsync();
        qemu.Signal(Signals.Kill).Require();
        _ = await qemu.WaitForExitAsync(CancellationToken.None);
        qemu.Dispose();
        File.Delete(MonitorIn(host));
    }

    private string LastWords() => string.Join(" | ", File.ReadLines(WordsIn(host)).TakeLast(3));
}

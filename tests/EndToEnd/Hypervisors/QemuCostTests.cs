using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>Prints what the driver costs beside a bare QEMU with the same command line. Nothing is asserted of times: they are the host's.</summary>
public sealed class QemuCostTests(QemuRig rig, ITestOutputHelper output) : IClassFixture<QemuRig>
{
    private const int Rounds = 15;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task starting_restoring_and_killing_are_timed()
    {
        var facts = (await new QemuHostFacts("/usr/bin/qemu-system-x86_64", new ProgramVersions(rig.Paths, TimeProvider.System), TimeProvider.System).GetAsync(Stop)).Value;
        await using var tenant = rig.NewTenant();
        var (bare, boot, restore, resume, kill) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await BareAsync(facts, tenant));
            boot.Add(await TimeAsync(async () => _ = (await rig.Driver.BootAsync(tenant.Input, Stop)).Value));
            kill.Add(await TimeAsync(async () => Assert.True((await rig.Driver.KillAsync(tenant.Owner, Stop)).IsSuccess)));
            restore.Add(await TimeAsync(async () => _ = (await rig.Driver.RestoreAsync(tenant.Input, rig.Saved, Stop)).Value));
            resume.Add(await TimeAsync(async () => Assert.True((await rig.Driver.ResumeAsync(tenant.Owner, Stop)).IsSuccess)));
            kill.Add(await TimeAsync(async () => Assert.True((await rig.Driver.KillAsync(tenant.Owner, Stop)).IsSuccess)));
        }

        var differences = boot.Zip(bare, (driver, alone) => driver - alone).ToList();
        output.WriteLine($"ms p50/max of {Rounds}: bare QEMU to its greeting {Show(bare)}, boot {Show(boot)}, paired difference {Show(differences)}");
        output.WriteLine($"restore {Show(restore)}, resume {Show(resume)}, kill {Show(kill)}");
    }

    /// <summary>What a script would do: start QEMU as it is, and wait for its monitor's greeting.</summary>
    private async Task<double> BareAsync(QemuHost facts, RiggedTenant tenant)
    {
        var before = Stopwatch.GetTimestamp();
        var socket = rig["bare.sock"];
        var files = (await rig.Guest.BootFilesAsync(TinyGuest.Hash, Stop)).Value;
        using var descriptors = VmDescriptors.Open(tenant.Input, files, socket, isCold: true).Value;
        using var memory = Memfd.Create(RamMapping.MemfdName).Value;
        Assert.True(SparseFile.SetSize(memory, (long)tenant.Input.Size.MemoryMib << 20).IsSuccess);
        using var child = Spawner.Start(new SpawnInput
        {
            Program = facts.Program,
            Arguments = QemuCommandLine.Boot(facts, tenant.Owner.Name, tenant.Input.Size),
            Descriptors = descriptors.With(QemuDescriptors.Memory, memory),
        }).Value;
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(socket), Stop);
        Assert.NotEqual(0, await client.ReceiveAsync(new byte[4096], SocketFlags.None, Stop));
        var elapsed = Stopwatch.GetElapsedTime(before).TotalMilliseconds;

        Assert.True(child.Signal(Signals.Kill).IsSuccess);
        _ = await child.WaitForExitAsync(Stop);
        File.Delete(socket);
        return elapsed;
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var before = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(before).TotalMilliseconds;
    }

    private static string Show(List<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Order().ElementAt(values.Count / 2):0.0}/{values.Max():0.0}");
}

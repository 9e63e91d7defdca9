using System.Text.Json;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker.Saved;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Host.Hypervisors;

/// <summary>Whatever stands where a file of a VM is expected, reading it ends, and costs little. A wait would show as the ceiling that is passed.</summary>
public sealed class StrangeFilesTests : IDisposable
{
    private const int MemoryMib = 1;

    // A file is looked at in pieces of 64 KiB, after its size was.
    private const long MostBytes = 512 << 10;

    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(20);

    private readonly ScratchFolder scratch = new();

    public static TheoryData<StrangeFile> Kinds => [.. Enum.GetValues<StrangeFile>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task a_saved_state_is_a_file_or_unusable(StrangeFile kind)
    {
        WriteState(scratch["sound"]);
        using (var sound = StateFile.Open(scratch["sound"]).Value) Assert.Equal(MemoryMib, sound.State.Size.MemoryMib);
        await StrangeFiles.PutAsync(kind, scratch["state"], scratch["sound"]);

        var code = await CostsLittleAsync(() => StateFile.Open(scratch["state"]).Error.Code);

        Assert.Equal(VmErrors.StateUnusable, code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task a_state_that_firecracker_saved_is_a_file_or_unusable(StrangeFile kind)
    {
        var passport = new SavedFirecracker
        {
            Format = SavedFirecracker.CurrentFormat,
            Firecracker = "1.16.1",
            Cpu = "any",
            Size = new VmSize(1, MemoryMib),
            Image = new string('b', 64),
            StateBytes = 0,
            StateSum = 0,
        };
        Assert.True(SavedFile.Write(scratch["sound"], passport, "device state"u8).IsSuccess);
        Assert.Equal("device state"u8, SavedFile.Read(scratch["sound"]).Value.State);
        await StrangeFiles.PutAsync(kind, scratch["state"], scratch["sound"]);

        Assert.Equal(VmErrors.StateUnusable, await CostsLittleAsync(() => SavedFile.Read(scratch["state"]).Error.Code));
    }

    [Fact]
    public void a_file_of_a_jail_that_has_another_name_is_not_taken_out_of_it()
    {
        File.WriteAllText(scratch["sound"], "state");
        Assert.True(HardLink.Make(scratch["sound"], scratch["other"]).IsSuccess);

        Assert.Equal(FileErrors.Failed, SmallFile.Open(scratch["sound"]).Error.Code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task a_saved_memory_is_a_file_or_unusable(StrangeFile kind)
    {
        File.WriteAllBytes(scratch["sound"], new byte[MemoryMib << 20]);
        var (rams, expected) = (new SealedRams(TimeProvider.System), new SavedMemory(MemoryMib << 20, 0));
        (await rams.TakeAsync(scratch["sound"], expected, mayRest: false, Token)).Value.Dispose();
        await StrangeFiles.PutAsync(kind, scratch["memory"], scratch["sound"]);

        var taking = await CostsLittleAsync(() => rams.TakeAsync(scratch["memory"], expected, mayRest: false, Token));

        Assert.Equal(VmErrors.StateUnusable, (await taking.WaitAsync(Ceiling, Token)).Error.Code);
        Assert.Equal(0, rams.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task nothing_is_saved_into_what_is_no_file(StrangeFile kind)
    {
        if (kind is StrangeFile.Huge) return;  // a file is written anew, whatever its size
        File.WriteAllText(scratch["sound"], "untouched");
        await StrangeFiles.PutAsync(kind, scratch["state"], scratch["sound"]);
        using var devices = Memfd.Create("devices").Value;

        _ = await CostsLittleAsync(() => StateFile.Write(scratch["state"], devices, Passport).Error);

        Assert.Equal("untouched", await File.ReadAllTextAsync(scratch["sound"], Token));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task a_record_of_a_vm_is_a_file_or_not_there(StrangeFile kind)
    {
        var name = TenantName.Parse("alice").Value;
        var paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.Vms);
        var folder = new VmRunFolder(paths, name);
        Assert.True(folder.Create().IsSuccess);
        Assert.True(folder.Write(Record, VmRecordJson.Default.VmRecord).IsSuccess);
        Assert.Equal(Record, folder.Read(VmRecordJson.Default.VmRecord));
        var path = Path.Combine(paths.VmOf(name), "vm.json");
        File.Move(path, scratch["sound"]);
        await StrangeFiles.PutAsync(kind, path, scratch["sound"]);

        Assert.Null(await CostsLittleAsync(() => folder.Read(VmRecordJson.Default.VmRecord)));
        Assert.True(folder.Remove().IsSuccess);
        Assert.False(Directory.Exists(paths.VmOf(name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task a_recorded_end_is_a_file_or_not_there(StrangeFile kind)
    {
        var path = scratch[JailFiles.Exit];
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new ExitRecord(3, null), JailJson.Default.ExitRecord));
        Assert.Equal(new VmExit(3, null, ""), ExitWatch.Read(scratch.Path));
        File.Move(path, scratch["sound"]);
        await StrangeFiles.PutAsync(kind, path, scratch["sound"]);

        Assert.Null(await CostsLittleAsync(() => ExitWatch.Read(scratch.Path)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task last_words_are_a_files_end_or_none(StrangeFile kind)
    {
        File.WriteAllBytes(scratch[JailFiles.Exit], JsonSerializer.SerializeToUtf8Bytes(new ExitRecord(3, null), JailJson.Default.ExitRecord));
        File.WriteAllText(scratch["sound"], "last words");
        await StrangeFiles.PutAsync(kind, scratch[JailFiles.Words], scratch["sound"]);

        var exit = (await CostsLittleAsync(() => ExitWatch.Read(scratch.Path)))!;

        Assert.Equal(3, exit.ExitCode);
        Assert.Equal("", exit.LastWords.Trim('\0'));
    }

    /// <summary>Acts on a thread of its own, whose allocations are the act's and nobody else's.</summary>
    private static async Task<T> CostsLittleAsync<T>(Func<T> act)
    {
        var (result, bytes) = await Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            return (act(), GC.GetAllocatedBytesForCurrentThread() - before);
        }, Token).WaitAsync(Ceiling, Token);
        Assert.InRange(bytes, 0, MostBytes);
        return result;
    }

    private static void WriteState(string path)
    {
        using var devices = Memfd.Create("devices").Value;
        Assert.True(devices.Write("device state"u8).IsSuccess);
        Assert.True(StateFile.Write(path, devices, Passport).IsSuccess);
    }

    private static SavedState Passport(SavedDevices devices) => Record.Saved(new SavedRam(new SavedMemory(MemoryMib << 20, 0), null), devices);

    private static VmRecord Record { get; } = new()
    {
        Owner = Guid.Parse("0191e4a0-0000-7000-8000-000000000001"),
        Process = new VmProcess(1, 1, BootId.Current, "7.2.22"),
        Program = new FileIdentity(1, 2, 3, 4, 5),
        Layout = new string('a', 64),
        Size = new VmSize(1, MemoryMib),
        Image = new string('b', 64),
        TscKilohertz = 1,
    };
}

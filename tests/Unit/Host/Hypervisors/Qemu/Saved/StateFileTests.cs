using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Saved;

public sealed class StateFileTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_written_state_opens_and_stands_where_qemus_bytes_begin()
    {
        using var devices = Devices("device state"u8);
        Assert.True(StateFile.Write(scratch["state"], devices, Passport).IsSuccess);

        using var open = StateFile.Open(scratch["state"]).Value;

        var buffer = new byte[100];
        Assert.Equal("device state"u8, buffer.AsSpan(0, open.File.Read(buffer).Value!.Value));
        Assert.Equal(12, open.State.Devices.Bytes);
        Assert.Equal(0x180, FileStat.Of(scratch["state"]).Value.Mode);
    }

    [Fact]
    public void what_a_vmm_writes_after_it_was_saved_changes_nothing()
    {
        using var devices = Devices("device state"u8);
        Assert.True(StateFile.Write(scratch["state"], devices, Passport).IsSuccess);

        Assert.True(devices.Write(new byte[10_000]).IsSuccess);

        using var open = StateFile.Open(scratch["state"]).Value;
        Assert.Equal(12, open.State.Devices.Bytes);
    }

    [Fact]
    public void a_device_state_larger_than_one_can_be_is_not_saved()
    {
        using var devices = Devices("device state"u8);
        Assert.True(SparseFile.SetSize(devices, 1L << 40).IsSuccess);

        Assert.Equal(VmErrors.StateUnusable, StateFile.Write(scratch["state"], devices, Passport).Error.Code);

        Assert.True(new FileInfo(scratch["state"]).Length <= SavedStateHeader.Bytes + QemuOverhead.LargestStateBytes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1L << 40)]
    public void a_state_of_another_size_is_unusable_before_it_is_read(long more)
    {
        using var devices = Devices("device state"u8);
        Assert.True(StateFile.Write(scratch["state"], devices, Passport).IsSuccess);
        using (var file = File.OpenHandle(scratch["state"], FileMode.Open, FileAccess.Write)) RandomAccess.SetLength(file, RandomAccess.GetLength(file) + more);

        AssertUnusable("its size is not the one that was saved");
    }

    [Fact]
    public void a_passport_that_tells_of_a_larger_state_than_there_can_be_is_unusable()
    {
        using var devices = Devices("device state"u8);
        Assert.True(StateFile.Write(scratch["state"], devices, told => Passport(told with { Bytes = 1L << 40 })).IsSuccess);
        using (var file = File.OpenHandle(scratch["state"], FileMode.Open, FileAccess.Write)) RandomAccess.SetLength(file, SavedStateHeader.Bytes + (1L << 40));

        AssertUnusable("its size is not the one that was saved");
    }

    [Fact]
    public void a_flipped_bit_is_unusable()
    {
        using var devices = Devices("device state"u8);
        Assert.True(StateFile.Write(scratch["state"], devices, Passport).IsSuccess);
        using (var file = File.OpenHandle(scratch["state"], FileMode.Open, FileAccess.Write)) RandomAccess.Write(file, "D"u8, SavedStateHeader.Bytes);

        AssertUnusable("its device state is damaged");
    }

    private static Fd Devices(ReadOnlySpan<byte> content)
    {
        var memory = Memfd.Create("devices").Value;
        Assert.True(memory.Write(content).IsSuccess);
        return memory;
    }

    private static SavedState Passport(SavedDevices devices) => new()
    {
        Format = SavedState.CurrentFormat,
        Layout = new string('a', 64),
        Qemu = "7.2.22",
        TscKilohertz = 2_596_130,
        Size = new VmSize(1, 256),
        Image = new string('b', 64),
        Memory = new SavedMemory(256L << 20, 0),
        Devices = devices,
    };

    private void AssertUnusable(string why)
    {
        var error = StateFile.Open(scratch["state"]).Error;
        Assert.Equal(VmErrors.StateUnusable, error.Code);
        Assert.EndsWith(why, error.FullMessage, StringComparison.Ordinal);
    }
}

using System.Text;
using CsCheck;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Saved;

public sealed class SavedStateHeaderTests
{
    private static readonly SavedState State = new()
    {
        Format = SavedState.CurrentFormat,
        Layout = new string('a', 64),
        Qemu = "7.2.22",
        TscKilohertz = 2_596_130,
        Size = new VmSize(1, 256),
        Image = new string('b', 64),
        Memory = new SavedMemory(256L << 20, 0xDEADBEEF),
        Devices = new SavedDevices(197_929, 0x12345678),
    };

    [Fact]
    public void a_passport_reads_back() => Assert.Equal(State, SavedStateHeader.Decode(SavedStateHeader.Encode(State)).Value);

    [Fact]
    public void a_passport_of_another_form_is_refused() =>
        Assert.Equal(VmErrors.StateUnusable, SavedStateHeader.Decode(SavedStateHeader.Encode(State with { Format = 2 })).Error.Code);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    public void what_is_no_passport_is_refused(string text)
    {
        var page = Encoding.ASCII.GetBytes(text.PadRight(SavedStateHeader.Bytes - 1) + "\n");

        Assert.Equal(VmErrors.StateUnusable, SavedStateHeader.Decode(page).Error.Code);
    }

    [Fact]
    public void a_page_that_is_cut_is_refused() => Gen.Int[0, SavedStateHeader.Bytes - 1].Sample(length =>
        SavedStateHeader.Decode(SavedStateHeader.Encode(State).AsSpan(0, length)).TryGetError(out var error) && error.Code == VmErrors.StateUnusable);

    [Fact]
    public void no_damage_makes_it_throw() => Gen.Select(Gen.Int[0, 600], Gen.Byte).Sample((at, value) =>
    {
        var page = SavedStateHeader.Encode(State);
        page[at] = value;
        return !SavedStateHeader.Decode(page).TryGetError(out var error) || error.Code == VmErrors.StateUnusable;
    }, iter: 5_000);
}

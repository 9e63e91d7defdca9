using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Jail;

public sealed class SeatNameTests
{
    private static readonly VmOwner Alice = new(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(7));

    [Theory]
    [InlineData("slot-0", 0)]
    [InlineData("slot-16383", 16_383)]
    [InlineData("seat-16384", 16_384)]
    [InlineData("seat-7", null)]
    [InlineData("slot-16384", null)]
    [InlineData("slot-07", null)]
    [InlineData("slot-", null)]
    [InlineData("seat", null)]
    [InlineData("", null)]
    public void a_cgroups_name_tells_its_seat(string name, int? number)
    {
        Assert.Equal(number is { } known ? new Seat(known) : null, VmJail.SeatOf(name));
        if (number is { } seat) Assert.Equal(name, VmJail.CgroupOf(new Seat(seat)));
    }

    [Fact]
    public void a_vmm_sits_where_its_run_folder_says_and_else_in_its_slot()
    {
        using var scratch = new ScratchFolder();
        var paths = new LobsterdPaths(scratch.Path);
        Assert.Equal(new Seat(7), SeatFile.Of(paths, Alice));
        Assert.Empty(SeatFile.Taken(paths));

        _ = Directory.CreateDirectory(paths.VmOf(Alice.Name));
        Assert.Equal(new Seat(7), SeatFile.Of(paths, Alice));

        Assert.True(SeatFile.Write(paths.VmOf(Alice.Name), new Seat(16_390)).IsSuccess);
        Assert.Equal(new Seat(16_390), SeatFile.Of(paths, Alice));
        Assert.Equal([KeyValuePair.Create(new Seat(16_390), "alice")], SeatFile.Taken(paths));
    }
}

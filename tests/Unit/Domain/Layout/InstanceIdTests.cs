using CsCheck;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Layout;

public sealed class InstanceIdTests
{
    private const int MostSlots = 16_384;

    private static readonly Gen<string> Root = Gen.Frequency(
        (1, Gen.Const("/")),
        (9, Gen.String[Gen.Char.AlphaNumeric, 1, 40].Select(text => "/" + text)));

    [Fact]
    public void no_uid_is_the_systems() => Root.Sample(
        root =>
        {
            var id = new InstanceId(root);
            // What systemd gives to containers ends below 0x70000000, and its foreign range begins at 0x7FFE0000.
            return Uids(id).All(uid => uid is >= 0x7000_0000 and < 0x7FFE_0000);
        },
        iter: 50_000);

    [Fact]
    public void two_roots_share_all_their_uids_or_none() => Gen.Select(Root, Root).Sample((one, other) =>
    {
        var (a, b) = (new InstanceId(one), new InstanceId(other));
        var distance = Math.Abs((long)a.EdgeUid - b.EdgeUid);
        return distance == 0 || distance > b.UidOf(new Slot(MostSlots - 1)) - b.EdgeUid;
    });

    [Fact]
    public void a_root_of_the_host_itself_shares_with_none() => Root.Where(root => root != "/").Sample(root =>
        new InstanceId(root).EdgeUid != new InstanceId("/").EdgeUid);

    [Fact]
    public void a_uid_leads_back_to_its_slot_and_to_no_other_root() => Gen.Select(Root, Root, Gen.Int[0, MostSlots - 1]).Sample((one, other, number) =>
    {
        var (a, b) = (new InstanceId(one), new InstanceId(other));
        var uid = a.UidOf(new Slot(number));
        return a.SlotOf(uid) == new Slot(number) && (a.EdgeUid == b.EdgeUid || b.SlotOf(uid) is null);
    });

    [Fact]
    public void a_seat_beyond_the_slots_has_a_uid_that_is_no_slots_and_no_other_roots() => Gen.Select(Root, Root, Gen.Int[0, InstanceId.SeatsBeyondSlots - 1]).Sample((one, other, number) =>
    {
        var (a, b) = (new InstanceId(one), new InstanceId(other));
        var seat = new Seat(Seat.First + number);
        var uid = a.UidOf(seat);
        return a.SeatOf(uid) == seat && a.SlotOf(uid) is null && uid <= a.VmmUids.Last && uid < 0x7FFE_0000 && (a.EdgeUid == b.EdgeUid || b.SeatOf(uid) is null);
    });

    [Fact]
    public void a_slots_own_seat_has_the_slots_uid() => Gen.Int[0, MostSlots - 1].Sample(number =>
        new InstanceId("/").UidOf(Seat.Of(new Slot(number))) == new InstanceId("/").UidOf(new Slot(number)) && !Seat.Of(new Slot(number)).IsBeyondSlots);

    [Fact]
    public void edge_caddy_and_slots_have_uids_of_their_own() => Root.Sample(root =>
    {
        var id = new InstanceId(root);
        return Uids(id).Distinct().Count() == 4 && id.SlotOf(id.EdgeUid) is null && id.SlotOf(id.CaddyUid) is null && id.SlotOf(0) is null;
    });

    [Fact]
    public void names_are_stable_and_short()
    {
        Assert.Equal("lobsterd", new InstanceId("/").Name);
        Assert.Equal("lobsterd-1828ba67", new InstanceId("/tmp/a").Name);
        Assert.NotEqual(new InstanceId("/tmp/a").Name, new InstanceId("/tmp/b").Name);
    }

    private static uint[] Uids(InstanceId id) => [id.EdgeUid, id.CaddyUid, id.UidOf(new Slot(0)), id.UidOf(new Slot(MostSlots - 1))];
}

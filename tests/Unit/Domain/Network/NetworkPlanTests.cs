using System.Net;
using CsCheck;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Network;

public sealed class NetworkPlanTests
{
    private static readonly NetworkPlan Default = NetworkPlan.Parse("10.66.0.0/16").Value;

    private static readonly Gen<NetworkPlan> Plan = Gen.Select(Gen.Int[8, 28], Gen.UInt[0x0100_0000, 0xDFFF_FFFF])
        .Select((prefix, bits) => NetworkPlan.Parse($"{Dotted(bits & ~(uint.MaxValue >> prefix))}/{prefix}"))
        .Where(plan => plan.IsSuccess)
        .Select(plan => plan.Value);

    [Fact]
    public void the_default_pool_holds_a_16s_worth_of_slots()
    {
        Assert.Equal(16_384, Default.Slots);
        Assert.Equal(("10.66.0.1", "10.66.0.2"), Ends(new Slot(0)));
        Assert.Equal(("10.66.255.253", "10.66.255.254"), Ends(new Slot(16_383)));
    }

    [Fact]
    public void subnets_lie_in_the_pool_and_never_overlap() => Gen.Select(Plan, Gen.Int[0, 16_383], Gen.Int[0, 16_383]).Sample((plan, one, other) =>
    {
        var (a, b) = (new Slot(one % plan.Slots), new Slot(other % plan.Slots));
        var pool = IPNetwork.Parse(plan.Pool);
        var (host, guest) = (Bits(plan.HostAddressOf(a)), Bits(plan.GuestAddressOf(a)));
        return host % 4 == 1 && guest == host + 1
            && pool.Contains(plan.HostAddressOf(a)) && pool.Contains(plan.GuestAddressOf(a))
            && (a == b) == (host / 4 == Bits(plan.HostAddressOf(b)) / 4);
    });

    [Fact]
    public void a_slot_beyond_the_pool_is_a_bug() => Plan.Sample(plan =>
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => plan.GuestAddressOf(new Slot(plan.Slots)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => plan.HostAddressOf(new Slot(-1)));
    });

    [Fact]
    public void a_tap_name_leads_back_to_its_slot_and_fits_the_kernel() => Gen.Int[0, 16_383].Sample(number =>
        NetworkPlan.SlotOf(NetworkPlan.TapOf(new Slot(number))) == new Slot(number) && NetworkPlan.TapOf(new Slot(number)).Length <= 15);

    [Theory]
    [InlineData("lob")]
    [InlineData("lob007")]
    [InlineData("lob-1")]
    [InlineData("lob+1")]
    [InlineData("lob1 ")]
    [InlineData("lob99999999999")]
    [InlineData("LOB1")]
    [InlineData("lobster0")]
    [InlineData("eth0")]
    [InlineData("")]
    public void a_name_that_is_none_of_ours_leads_nowhere(string name) => Assert.Null(NetworkPlan.SlotOf(name));

    [Theory]
    [InlineData("10.66.0.0")]
    [InlineData("10.66.0.0/")]
    [InlineData("10.66.0.0/7")]
    [InlineData("10.66.0.0/29")]
    [InlineData("10.66.0.0/016")]
    [InlineData("10.66.0.0/+16")]
    [InlineData("10.66.0.0/16 ")]
    [InlineData("10.66.0.1/16")]
    [InlineData("10.66/16")]
    [InlineData("010.066.0.0/16")]
    [InlineData("0x0a420000/16")]
    [InlineData("fd00::/16")]
    [InlineData("0.0.0.0/8")]
    [InlineData("127.0.0.0/8")]
    [InlineData("127.64.0.0/16")]
    [InlineData("169.254.0.0/16")]
    [InlineData("169.254.52.0/24")]
    [InlineData("224.0.0.0/8")]
    [InlineData("255.0.0.0/8")]
    [InlineData("")]
    public void what_is_no_usable_pool_is_refused(string pool) => Assert.Equal(NetworkErrors.PoolInvalid, NetworkPlan.Parse(pool).Error.Code);

    [Fact]
    public void any_text_is_a_plan_that_says_itself_or_a_typed_error() =>
        Mutation.Of("10.66.0.0/16"u8.ToArray(), "192.168.0.0/24"u8.ToArray()).Select(System.Text.Encoding.Latin1.GetString).Sample(
            text => NetworkPlan.Parse(text) is var plan && (plan.IsFailure ? plan.Error.Code == NetworkErrors.PoolInvalid : plan.Value.Pool == text),
            iter: 20_000);

    private static (string Host, string Guest) Ends(Slot slot) => (Default.HostAddressOf(slot).ToString(), Default.GuestAddressOf(slot).ToString());

    private static uint Bits(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string Dotted(uint bits) => $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}";
}

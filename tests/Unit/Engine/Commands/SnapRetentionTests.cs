using Lobsterd.Domain.Config;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Snap;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

public sealed class SnapRetentionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(4, null, 5)]
    [InlineData(null, 3, 5)]
    [InlineData(2, 3, 7)]
    [InlineData(100, 100, 0)]
    public void the_oldest_go_by_count_and_by_age(int? count, int? days, int gone)
    {
        var snaps = Enumerable.Range(0, 9).Select(age => NewSnap(age, label: null)).ToList();

        var outdated = SnapRetention.Outdated(snaps, new SnapRetentionConfig { Count = count, Days = days }, Now);

        Assert.Equal(snaps[^gone..], outdated);
    }

    [Fact]
    public void one_with_a_label_stays_and_is_not_counted()
    {
        List<Snap> snaps = [NewSnap(1, "one"), NewSnap(2, null), NewSnap(3, "two"), NewSnap(4, null), NewSnap(500, "three")];

        Assert.Equal([snaps[3]], SnapRetention.Outdated(snaps, new SnapRetentionConfig { Count = 1, Days = 100 }, Now));
    }

    private static Snap NewSnap(int daysOld, string? label) => new()
    {
        Id = SnapId.Of(Guid.NewGuid()),
        TenantId = Guid.Empty,
        Tenant = TenantName.Parse("alice").Value,
        Label = label,
        Cause = SnapCause.Request,
        Image = new string('a', 64),
        ImageName = "minimal",
        Workload = "gateway",
        Port = 9000,
        DiskBytes = 1L << 30,
        MadeAt = Now - TimeSpan.FromDays(daysOld),
        MadeBy = "1.0",
    };
}

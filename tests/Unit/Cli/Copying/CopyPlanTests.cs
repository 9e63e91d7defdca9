using Lobsterd.Cli.Copying;
using Lobsterd.Cli.Ui;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Copying;

public sealed class CopyPlanTests
{
    [Theory]
    [InlineData("site", "alice:/srv", "alice", "/srv", "site", true)]
    [InlineData("alice:/etc/os-release", ".", "alice", "/etc/os-release", ".", false)]
    [InlineData("./a:b", "alice:c", "alice", "c", "./a:b", true)]
    [InlineData("alice:/a:b", "/tmp/x:y", "alice", "/a:b", "/tmp/x:y", false)]
    [InlineData("-", "alice:/x", "alice", "/x", "-", true)]
    public void exactly_one_end_is_a_guest_s(string source, string target, string tenant, string guest, string host, bool isInto) =>
        Assert.Equal(new CopyPlan(tenant, guest, host, isInto), CopyPlan.Of(source, target).Value);

    [Theory]
    [InlineData("a", "b")]
    [InlineData("alice:/a", "bob:/b")]
    [InlineData("alice:", "b")]
    [InlineData("/a:b", "c")]
    public void anything_else_is_refused(string source, string target) => Assert.Equal(UsageErrors.ArgumentsInvalid, CopyPlan.Of(source, target).Error.Code);

    [Fact]
    public void the_guest_s_path_is_one_parameter()
    {
        var plan = CopyPlan.Of("alice:/a b&user=root?#", ".").Value with { User = "app" };

        Assert.Equal("/v1/tenants/alice/files?direction=out&path=%2Fa%20b%26user%3Droot%3F%23&user=app", plan.ToPath());
    }
}

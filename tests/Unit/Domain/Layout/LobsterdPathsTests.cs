using System.Reflection;
using System.Text;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Layout;

public sealed class LobsterdPathsTests
{
    private const int LongestSocket = 107;
    private static readonly TenantName LongestName = TenantName.Parse(new string('a', 32)).Value;

    [Theory]
    [InlineData("/", "/etc/lobsterd/config.json")]
    [InlineData("/srv/one", "/srv/one/etc/lobsterd/config.json")]
    [InlineData("/srv/one/", "/srv/one/etc/lobsterd/config.json")]
    public void everything_lies_under_the_root(string root, string config)
    {
        var paths = new LobsterdPaths(root);

        Assert.Equal(config, paths.Config);
        Assert.All(All(paths), path => Assert.StartsWith(root.TrimEnd('/'), path, StringComparison.Ordinal));
    }

    [Fact]
    public void a_tenants_folders_are_its_own()
    {
        var paths = new LobsterdPaths("/");
        var (a, b) = (TenantName.Parse("a").Value, TenantName.Parse("a-b").Value);

        Assert.Equal("/var/lib/lobsterd/tenants/a/overlay.ext4", paths.OverlayOf(a));
        Assert.NotEqual(paths.TenantOf(a), paths.TenantOf(b));
        Assert.False((paths.VmOf(b) + "/").StartsWith(paths.VmOf(a) + "/", StringComparison.Ordinal));
    }

    [Fact]
    public void sockets_fit_into_the_kernels_address_under_the_longest_root()
    {
        var paths = new LobsterdPaths("/" + new string('r', LobsterdPaths.LongestRoot - 1));
        var sockets = All(paths).Where(path => path.EndsWith(".sock", StringComparison.Ordinal)).Append(Path.Combine(paths.VmOf(LongestName), "0123456789"));

        Assert.All(sockets, path => Assert.True(Encoding.UTF8.GetByteCount(path) <= LongestSocket, path));
    }

    private static IEnumerable<string> All(LobsterdPaths paths) => typeof(LobsterdPaths)
        .GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.PropertyType == typeof(string))
        .Select(property => (string)property.GetValue(paths)!);
}

using Lobsterd.Cli.Upgrades;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Upgrades;

/// <summary>Releases side by side, and the link that says which.</summary>
public sealed class InstallFolderTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly InstallFolder install;

    public InstallFolderTests()
    {
        install = new InstallFolder(scratch["lobsterd"]);
        _ = Directory.CreateDirectory(install.Releases);
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_switch_leads_to_the_next_and_keeps_the_one_before()
    {
        Make("one", "two", "three");
        Assert.True(install.Switch("one").IsSuccess);
        Assert.Equal(("one", (string?)null), (install.Current, install.Previous));

        Assert.True(install.Switch("two").IsSuccess);
        Assert.True(install.Switch("two").IsSuccess);
        Assert.Equal(("two", "one"), (install.Current, install.Previous));
        Assert.Equal("two", File.ReadAllText(Path.Combine(install.Path, "name")));

        Assert.True(install.Switch("three").IsSuccess);
        Assert.True(install.Prune().IsSuccess);
        Assert.Equal(["three", "two"], Directory.GetDirectories(install.Releases).Where(folder => new DirectoryInfo(folder).LinkTarget is null).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void a_plain_folder_becomes_the_release_before()
    {
        Make("one");
        _ = Directory.CreateDirectory(install.Path);
        File.WriteAllText(Path.Combine(install.Path, "name"), "plain");

        Assert.True(install.Switch("one").IsSuccess);

        Assert.Equal("one", File.ReadAllText(Path.Combine(install.Path, "name")));
        Assert.Equal("plain", File.ReadAllText(Path.Combine(install.Releases, install.Previous!, "name")));
    }

    [Fact]
    public void put_back_nothing_is_kept_to_go_back_to()
    {
        Make("one", "two");
        Assert.True(install.Switch("one").IsSuccess);
        Assert.True(install.Switch("two").IsSuccess);

        Assert.True(install.PutBack("one").IsSuccess);

        Assert.Equal(("one", (string?)null), (install.Current, install.Previous));
    }

    [Fact]
    public void one_upgrade_at_a_time()
    {
        using var first = install.Hold().Value;

        Assert.Equal(UpgradeErrors.Held, install.Hold().Error.Code);
    }

    [Theory]
    [InlineData("/usr/local/lib/lobsterd.releases/abc/", "/usr/local/lib/lobsterd")]
    [InlineData("/usr/local/lib/lobsterd", "/usr/local/lib/lobsterd")]
    [InlineData("/root/clone/artifacts/release/", "/root/clone/artifacts/release")]
    public void a_program_knows_its_installation_by_its_folder(string programs, string path) => Assert.Equal(path, InstallFolder.Of(programs).Path);

    private void Make(params string[] releases)
    {
        foreach (var release in releases)
        {
            var folder = Directory.CreateDirectory(Path.Combine(install.Releases, release)).FullName;
            File.WriteAllText(Path.Combine(folder, "name"), release);
        }
    }
}

using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>The folder of a jail that a jailer builds: what is put there, and who may remove it.</summary>
public sealed class JailerFolderTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;
    private readonly VmOwner owner = new(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(7));

    public JailerFolderTests()
    {
        paths = new LobsterdPaths(scratch["r"]);
        _ = Directory.CreateDirectory(paths.State);
    }

    private JailerFolder Folder => new(paths, owner, "firecracker");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void what_many_share_stays_roots_and_read_only()
    {
        var image = Write("image", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.True(Folder.Create().IsSuccess);

        Assert.True(Folder.Share(image, "image").IsSuccess);

        var stat = FileStat.Of(Path.Combine(Folder.Root, "image")).Value;
        Assert.Equal((0x124, 0U, 2L), (stat.Mode, stat.UserId, stat.Links));
    }

    [Fact]
    public void a_file_of_the_tenants_own_gets_its_slots_user()
    {
        var overlay = Write("overlay", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.True(Folder.Create().IsSuccess);

        Assert.True(Folder.Give(overlay, "overlay").IsSuccess);

        Assert.Equal(paths.Instance.UidOf(owner.Slot), FileStat.Of(Path.Combine(Folder.Root, "overlay")).Value.UserId);
    }

    [Fact]
    public void what_a_crash_left_is_known_by_its_mark_and_made_anew()
    {
        Assert.True(Folder.Create().IsSuccess);
        File.WriteAllText(Folder.PidFile, "4711");

        Assert.True(Folder.Create().IsSuccess);

        Assert.Empty(Directory.GetFileSystemEntries(Folder.Root));
    }

    [Fact]
    public void a_foreign_folder_is_never_touched()
    {
        _ = Directory.CreateDirectory(Folder.Root);
        File.WriteAllText(Path.Combine(Folder.Root, "theirs"), "");

        Assert.Equal(VmJailErrors.FolderForeign, Folder.Create().Error.Code);
        Assert.Equal(VmJailErrors.FolderForeign, Folder.Remove().Error.Code);
        Assert.True(File.Exists(Path.Combine(Folder.Root, "theirs")));
    }

    [Fact]
    public void a_removed_jail_leaves_the_files_that_it_showed()
    {
        var image = Write("image", UnixFileMode.UserRead);
        Assert.True(Folder.Create().IsSuccess);
        Assert.True(Folder.Share(image, "image").IsSuccess);

        Assert.True(Folder.Remove().IsSuccess);

        Assert.False(Directory.Exists(Path.GetDirectoryName(Folder.Root)));
        Assert.Equal("image", File.ReadAllText(image));
    }

    [Fact]
    public void removing_what_is_not_there_is_success() => Assert.True(Folder.Remove().IsSuccess);

    private string Write(string name, UnixFileMode mode)
    {
        var path = Path.Combine(paths.State, name);
        File.WriteAllText(path, name);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}

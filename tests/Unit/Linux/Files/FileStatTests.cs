using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Files;

public sealed class FileStatTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_file_is_the_same_until_its_content_changes()
    {
        File.WriteAllText(scratch["f"], "one");
        var before = FileStat.Of(scratch["f"]).Value.Identity;
        using (var opened = Fd.Open(scratch["f"], OpenFlags.ReadOnly).Value) Assert.Equal(before, FileStat.Of(opened).Value.Identity);

        File.Delete(scratch["f"]);
        File.WriteAllText(scratch["f"], "two");

        Assert.NotEqual(before, FileStat.Of(scratch["f"]).Value.Identity);
    }

    [Fact]
    public void a_link_is_told_from_what_it_points_to()
    {
        _ = File.CreateSymbolicLink(scratch["link"], "/dev/null");

        Assert.Equal(FileKind.SymbolicLink, FileStat.Of(scratch["link"]).Value.Type);
        Assert.Equal(FileKind.CharacterDevice, FileStat.OfTarget(scratch["link"]).Value.Type);
        Assert.Equal(0x1B6, FileStat.OfTarget(scratch["link"]).Value.Mode);
    }

    [Fact]
    public void a_folder_is_made_with_its_mode_whatever_the_umask()
    {
        Assert.True(Folder.Ensure(scratch["d"], 0x1FF, FileStat.Of(scratch.Path).Value.UserId, FileStat.Of(scratch.Path).Value.GroupId).IsSuccess);

        Assert.Equal((FileKind.Folder, 0x1FF), (FileStat.Of(scratch["d"]).Value.Type, FileStat.Of(scratch["d"]).Value.Mode));
    }

    [Fact]
    public void a_folder_is_not_made_through_a_link()
    {
        _ = File.CreateSymbolicLink(scratch["link"], "/tmp");

        Assert.Equal(FileErrors.Failed, Folder.Ensure(scratch["link"], 0x1C0).Error.Code);
    }

    [Fact]
    public void a_file_system_has_no_more_free_than_it_has()
    {
        var space = FileSystemSpace.Of(scratch.Path).Value;

        Assert.InRange(space.FreeBytes, 1, space.TotalBytes);
        Assert.InRange(space.AvailableBytes, 0, space.FreeBytes);
    }
}

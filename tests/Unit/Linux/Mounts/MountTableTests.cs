using CsCheck;
using Lobsterd.Linux.Mounts;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Mounts;

public sealed class MountTableTests
{
    [Fact]
    public void a_line_is_read_with_its_optional_fields_and_escapes()
    {
        const string Line = """36 35 98:0 /mnt1 /mnt\0402\134x rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=continue""";

        var entry = Assert.Single(MountTable.Parse(Line + "\n").Value);

        Assert.Equal((36, 35, "/mnt1", """/mnt 2\x""", "ext3", "/dev/root"), (entry.Id, entry.ParentId, entry.Root, entry.Target, entry.Type, entry.Source));
        Assert.Equal(["rw", "noatime"], entry.Options);
        Assert.Equal(["rw", "errors=continue"], entry.SuperOptions);
    }

    [Fact]
    public void this_machines_own_list_is_read() => Assert.Contains(MountTable.Read().Value, mount => mount.Target == "/" && mount.Id > 0);

    [Fact]
    public void no_text_makes_the_parser_throw() => Gen.String.Sample(text =>
    {
        _ = MountTable.Parse(text);
        _ = MountTable.Parse($"1 2 0:1 / {text} rw - x y z");
    });

    [Fact]
    public void a_broken_line_is_refused() => Assert.Equal(MountErrors.TableUnreadable, MountTable.Parse("1 2 3\n").Error.Code);
}

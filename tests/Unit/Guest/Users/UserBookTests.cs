using Lobsterd.Guest.Users;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Users;

public sealed class UserBookTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void root_and_the_tenant_are_known_without_any_file()
    {
        var book = new UserBook(scratch.Path);

        Assert.Equal((0u, scratch["root"]), (book.Find("root").Value.UserId, book.Find("root").Value.Home));
        Assert.Equal((1000u, 1000u), (book.Find("tenant").Value.UserId, book.Find("tenant").Value.GroupId));
        Assert.Equal(UserErrors.Unknown, book.Find("alice").Error.Code);
        Assert.Equal("/root", new UserBook("/").Find("root").Value.Home.TrimEnd('/'));
    }

    [Fact]
    public void the_guests_own_files_say_more_and_lines_that_are_none_are_passed_over()
    {
        _ = Directory.CreateDirectory(scratch["etc"]);
        File.WriteAllText(scratch["etc/passwd"], "# users\nalice:x:7:8:Alice:/home/alice:/bin/zsh\nbob:x:seven:8::/:/bin/sh\ncarol:x:-1:8::/:/bin/sh\ntenant:x:1001:1002::/t:/bin/sh\n");
        File.WriteAllText(scratch["etc/group"], "staff:x:50:bob,alice\nwheel:x:10:alice\nbroken:x:11\nodd:x:y:alice\nother:x:12:alicea\n");
        var book = new UserBook(scratch.Path);
        var alice = book.Find("alice").Value;

        Assert.Equal((7u, 8u, "/bin/zsh"), (alice.UserId, alice.GroupId, alice.Shell));
        Assert.Equal([50u, 10u], alice.Groups);
        Assert.Equal(1001u, book.Find("tenant").Value.UserId);
        Assert.True(book.Find("bob").IsFailure && book.Find("carol").IsFailure);
    }

    [Fact]
    public void a_file_that_is_no_file_or_far_too_large_is_as_good_as_none()
    {
        _ = Directory.CreateDirectory(scratch["etc/group"]);
        File.WriteAllText(scratch["etc/passwd"], "alice:x:7:8::/:/bin/sh\n" + new string('x', 2 << 20));

        Assert.True(new UserBook(scratch.Path).Find("alice").IsFailure);
    }
}

using System.Text;
using CsCheck;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Trees;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Trees;

/// <summary>Whatever a guest sends, nothing outside the named target is made, changed or followed.</summary>
public sealed class HostileTreeTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly TreeTally tally = new();

    public HostileTreeTests()
    {
        _ = Directory.CreateDirectory(scratch["inside"]);
        _ = Directory.CreateDirectory(scratch["outside"]);
        File.WriteAllText(scratch["outside/precious"], "mine");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("../outside/precious")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public async Task a_name_that_is_more_than_a_name_is_refused(string name)
    {
        foreach (var tree in new[] { new TreeBytes().Folder("t").File(name, "bad").Up().End(), new TreeBytes().Folder("t").Folder(name).Up().Up().End() })
            Assert.Equal(TreeErrors.Garbled, await TakeAsync(tree));
        AssertUntouched();
    }

    [Fact]
    public async Task a_name_in_no_encoding_is_refused() =>
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Folder("t").Entry(2, 0x1A4, [0xC0, 0xAF]).Piece("").Up().End()));

    [Fact]
    public async Task the_root_s_own_name_does_not_decide_where_it_goes()
    {
        Assert.Null(await TakeAsync(new TreeBytes().File("precious", "theirs").End()));

        Assert.Equal("theirs", await File.ReadAllTextAsync(scratch["inside/t"], Token));
        AssertUntouched();
    }

    [Theory]
    [InlineData((byte)5)]    // no such kind: no hard link, no symbolic link, no device can be said
    [InlineData((byte)9)]
    [InlineData((byte)255)]
    public async Task a_kind_that_is_not_known_is_refused(byte kind)
    {
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Folder("t").Entry(kind, 0x1FF, "link"u8.ToArray()).Up().End()));
        AssertUntouched();
    }

    [Theory]
    [InlineData(10, "a symbolic link")]
    [InlineData(6, "a device")]
    [InlineData(2, "a device")]
    [InlineData(1, "a named pipe")]
    [InlineData(12, "a socket")]
    [InlineData(77, "unreadable")]
    public async Task links_devices_and_pipes_are_told_and_never_made(int kind, string what)
    {
        Assert.Null(await TakeAsync(new TreeBytes().Folder("t").Passed("x", kind).File("x2", "ok").Up().End()));

        Assert.Equal([scratch["inside/t/x2"]], Directory.EnumerateFileSystemEntries(scratch["inside/t"]));
        Assert.Equal([$"x ({what})"], tally.Skipped);
    }

    [Fact]
    public async Task a_link_followed_by_a_file_through_it_reaches_nothing()
    {
        // The link cannot come by the stream, so it is put there: by an earlier copy with other means, or by somebody else meanwhile.
        _ = Directory.CreateDirectory(scratch["inside/t"]);
        _ = File.CreateSymbolicLink(scratch["inside/t/way"], scratch["outside"]);

        Assert.Equal(TreeErrors.TargetRefused, await TakeAsync(new TreeBytes().Folder("t").Passed("way", 10).Folder("way").File("precious", "theirs").Up().Up().End()));

        AssertUntouched();
    }

    [Fact]
    public async Task a_link_in_place_of_the_target_is_not_entered()
    {
        _ = File.CreateSymbolicLink(scratch["inside/t"], scratch["outside"]);

        Assert.Equal(TreeErrors.TargetRefused, await TakeAsync(new TreeBytes().Folder("t").File("precious", "theirs").Up().End()));

        AssertUntouched();
    }

    [Fact]
    public async Task a_file_over_a_link_takes_its_place_and_leaves_what_it_led_to()
    {
        _ = File.CreateSymbolicLink(scratch["inside/t"], scratch["outside/precious"]);

        Assert.Null(await TakeAsync(new TreeBytes().File("t", "theirs").End()));

        Assert.Null(new FileInfo(scratch["inside/t"]).LinkTarget);
        AssertUntouched();
    }

    [Fact]
    public async Task a_file_over_one_of_several_names_leaves_the_others()
    {
        File.WriteAllText(scratch["inside/t"], "old");
        Assert.True(Lobsterd.Linux.Files.HardLink.Make(scratch["inside/t"], scratch["outside/same"]).IsSuccess);

        Assert.Null(await TakeAsync(new TreeBytes().File("t", "new").End()));

        Assert.Equal(("new", "old"), (File.ReadAllText(scratch["inside/t"]), File.ReadAllText(scratch["outside/same"])));
        File.Delete(scratch["outside/same"]);
        AssertUntouched();
    }

    [Fact]
    public async Task no_set_id_bit_crosses()
    {
        Assert.Null(await TakeAsync(new TreeBytes().Folder("t", 0xFFF).File("x", "ok", 0xFFF).Up().End()));

        const UnixFileMode All = (UnixFileMode)0x1FF;
        Assert.Equal((All, All), (File.GetUnixFileMode(scratch["inside/t"]), File.GetUnixFileMode(scratch["inside/t/x"])));
    }

    [Fact]
    public async Task more_is_not_left_than_was_entered()
    {
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Folder("t").Up().Up().File("precious", "theirs").End()));
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Up().End()));
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().End()));
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Folder("t").End()));
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().File("f", "one").File("precious", "two").End(), name: "f"));
        AssertUntouched();
    }

    [Fact]
    public async Task a_tree_is_no_deeper_larger_or_longer_than_allowed()
    {
        var deep = new TreeBytes();
        for (var level = 0; level <= TreeLimits.MostLevels; level++) _ = deep.Folder("d");
        Assert.Equal(TreeErrors.TooLarge, await TakeAsync(deep.End()));

        Assert.Equal(TreeErrors.TooLarge, await TakeAsync(new TreeBytes().File("x", new string('x', 11)).End(), mostBytes: 10, name: "f"));
        Assert.Equal(TreeErrors.Garbled, await TakeAsync(new TreeBytes().Entry(2, 0x1A4, "x"u8.ToArray()).Piece("x", uint.MaxValue).End(), name: "f"));
        Assert.DoesNotContain(Directory.EnumerateFiles(scratch["inside"], "*", SearchOption.AllDirectories), _ => true);
    }

    [Fact]
    public async Task half_a_file_is_not_kept_and_the_old_one_stays()
    {
        File.WriteAllText(scratch["inside/t"], "old");

        Assert.Equal(TreeErrors.Cut, await TakeAsync(new TreeBytes().Entry(2, 0x1A4, "x"u8.ToArray()).Piece("new")));

        Assert.Equal(["old"], Directory.EnumerateFiles(scratch["inside"]).Select(File.ReadAllText));
    }

    [Fact]
    public async Task what_is_no_file_is_not_replaced()
    {
        _ = Directory.CreateDirectory(scratch["inside/t/x"]);

        Assert.Equal(TreeErrors.TargetRefused, await TakeAsync(new TreeBytes().Folder("t").File("x", "bad").Up().End()));
        Assert.Equal(TreeErrors.TargetRefused, await TakeAsync(new TreeBytes().File("t", "bad").End()));
        Assert.True(Directory.Exists(scratch["inside/t/x"]));
    }

    [Fact]
    public async Task a_folder_does_not_go_to_a_stream()
    {
        using var content = new MemoryStream();

        var taken = await new TreeTaker(new TreeBytes().Folder("t").Up().End().Stream, 100, tally).TakeAsync(content, Token);

        Assert.Equal(TreeErrors.TargetRefused, taken.Error.Code);
        Assert.Equal(0, content.Length);
    }

    [Fact]
    public async Task any_bytes_are_taken_or_refused_and_stay_inside()
    {
        var honest = new TreeBytes().Folder("t").File("a", "content").Folder("d").File("b", "").Up().Passed("l", 10).Up().End().Bytes;
        await Gen.Select(Gen.Int[0, honest.Length - 1], Gen.Byte, Gen.Int[0, honest.Length]).Array[1, 4].SampleAsync(async changes =>
        {
            var bytes = honest.ToArray();
            foreach (var (at, value, _) in changes) bytes[at] = value;
            using var stream = new MemoryStream(bytes, 0, changes[0].Item3);
            _ = await new TreeTaker(stream, 1_000, new TreeTally()).TakeAsync(_ => TreeTarget.Of(scratch["inside"], "t"), Token);
            AssertUntouched();
            return Directory.EnumerateFileSystemEntries(scratch["inside"]).All(entry => Path.GetFileName(entry) == "t");
        }, iter: 2_000, threads: 1);
    }

    private async Task<ErrorCode?> TakeAsync(TreeBytes tree, long mostBytes = 1 << 20, string name = "t")
    {
        var taken = await new TreeTaker(tree.Stream, mostBytes, tally).TakeAsync(_ => TreeTarget.Of(scratch["inside"], name), Token);
        return taken.TryGetError(out var error) ? error.Code : null;
    }

    private void AssertUntouched()
    {
        Assert.Equal([scratch["outside/precious"]], Directory.EnumerateFileSystemEntries(scratch["outside"]));
        Assert.Equal("mine", File.ReadAllText(scratch["outside/precious"], Encoding.UTF8));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(scratch.Path).Count());
    }
}

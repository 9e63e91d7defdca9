using CSharpFunctionalExtensions;
using Lobsterd.Linux.Trees;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Trees;

public sealed class TreeTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly TreeTally sent = new();
    private readonly TreeTally taken = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task a_folder_arrives_as_it_was_with_its_modes()
    {
        var big = Enumerable.Range(0, 300_000).Select(position => (byte)(position * 7)).ToArray();
        _ = Directory.CreateDirectory(scratch["a/closed/deeper"]);
        File.WriteAllBytes(scratch["a/big"], big);
        File.WriteAllText(scratch["a/closed/deeper/run"], "#!/bin/sh");
        File.SetUnixFileMode(scratch["a/closed/deeper/run"], (UnixFileMode)0x1E8);
        File.SetUnixFileMode(scratch["a/closed"], (UnixFileMode)0x16D);
        _ = File.CreateSymbolicLink(scratch["a/link"], "/etc/passwd");

        await CopyAsync(scratch["a"], scratch["b"]);

        Assert.Equal(big, File.ReadAllBytes(scratch["b/big"]));
        Assert.Equal("#!/bin/sh", File.ReadAllText(scratch["b/closed/deeper/run"]));
        Assert.Equal((0x1E8, 0x16D), ((int)File.GetUnixFileMode(scratch["b/closed/deeper/run"]), (int)File.GetUnixFileMode(scratch["b/closed"])));
        Assert.False(Path.Exists(scratch["b/link"]));
        Assert.Equal((2, 3, 300_009L), (taken.Files, taken.Folders, taken.Bytes));
        Assert.Equal((2, 3, 300_009L), (sent.Files, sent.Folders, sent.Bytes));
        Assert.Equal(["link (a symbolic link)"], taken.Skipped);
        File.SetUnixFileMode(scratch["a/closed"], (UnixFileMode)0x1ED);
        File.SetUnixFileMode(scratch["b/closed"], (UnixFileMode)0x1ED);
    }

    [Fact]
    public async Task it_goes_into_a_folder_that_is_there_and_beside_what_is_in_it()
    {
        _ = Directory.CreateDirectory(scratch["a"]);
        File.WriteAllText(scratch["a/new"], "new");
        _ = Directory.CreateDirectory(scratch["there/a"]);
        File.WriteAllText(scratch["there/a/old"], "old");

        await CopyAsync(scratch["a"], scratch["there"]);

        Assert.Equal(("new", "old"), (File.ReadAllText(scratch["there/a/new"]), File.ReadAllText(scratch["there/a/old"])));
    }

    [Fact]
    public async Task a_link_that_is_named_is_followed()
    {
        File.WriteAllText(scratch["real"], "content");
        _ = File.CreateSymbolicLink(scratch["link"], scratch["real"]);

        await CopyAsync(scratch["link"], scratch["copy"]);

        Assert.Equal("content", File.ReadAllText(scratch["copy"]));
    }

    [Fact]
    public async Task what_is_not_there_or_no_file_is_not_sent()
    {
        var nothing = await new TreeSender(Stream.Null, sent).SendAsync(scratch["nothing"], "x", Token);
        var device = await new TreeSender(Stream.Null, sent).SendAsync("/dev/zero", "x", Token);

        Assert.Equal((TreeErrors.Missing, TreeErrors.TargetRefused), (nothing.Error.Code, device.Error.Code));
    }

    [Theory]
    [InlineData("nowhere/x")]
    [InlineData("x/")]
    public void a_target_without_a_folder_is_refused(string path) =>
        Assert.Equal(TreeErrors.Missing, TreeTarget.Of($"{scratch.Path}/{path}", "name").Error.Code);

    [Fact]
    public async Task a_stream_becomes_a_file()
    {
        using var stream = new MemoryStream();
        Assert.True((await new TreeSender(stream, sent).SendAsync(new MemoryStream("typed"u8.ToArray()), "stdin", 0x1A4, Token)).IsSuccess);
        stream.Position = 0;
        using var content = new MemoryStream();

        Assert.True((await new TreeTaker(stream, 100, taken).TakeAsync(content, Token)).IsSuccess);

        Assert.Equal("typed"u8.ToArray(), content.ToArray());
    }

    private async Task CopyAsync(string from, string to)
    {
        using var stream = new MemoryStream();
        Assert.True((await new TreeSender(stream, sent).SendAsync(from, Path.GetFileName(from), Token)).IsSuccess);
        stream.Position = 0;
        var done = await new TreeTaker(stream, 1 << 20, taken).TakeAsync(name => TreeTarget.Of(to, name), Token);
        Assert.False(done.TryGetError(out var error), error?.FullMessage);
    }
}

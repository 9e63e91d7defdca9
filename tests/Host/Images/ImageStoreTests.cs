using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Linux.Processes;
using Xunit;

namespace Lobsterd.Tests.Host.Images;

public sealed class ImageStoreTests : IDisposable
{
    private readonly ImageStoreFixture fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task a_built_image_is_found_by_name_by_hash_and_by_the_beginning_of_it()
    {
        var built = await BuildAsync();

        Assert.Equal(("minimal", "gateway", 9_000, false), (built.Name, built.Workload, built.Port, built.IsDamaged));
        Assert.Equal(fixture.Clock.GetUtcNow(), built.BuiltAt);
        Assert.Equal(built, (await fixture.Store.FindAsync("minimal", Token)).Value);
        Assert.Equal(built, (await fixture.Store.FindAsync(built.Hash, Token)).Value);
        Assert.Equal(built, (await fixture.Store.FindAsync(built.Hash[..8], Token)).Value);
        Assert.Equal([built], (await fixture.Store.ListAsync(Token)).Value);
        Assert.Equal(built, (await fixture.Store.VerifyAsync(built.Hash, Token)).Value);
    }

    [Fact]
    public async Task an_image_is_roots_and_nobody_may_write_it()
    {
        var built = await BuildAsync();

        foreach (var path in (string[])[fixture.FileOf(built.Hash), fixture.ManifestOf(built.Hash)])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task the_same_inputs_give_the_same_image_in_two_folders_a_day_apart()
    {
        var today = await BuildAsync();

        // The packing program itself lives a day later too.
        using var elsewhere = new ImageStoreFixture(
            fixture.Clock.GetUtcNow().AddDays(1), new BuildPrograms { Mksquashfs = fixture["mksquashfs-tomorrow"] });
        File.WriteAllText(fixture["mksquashfs-tomorrow"], "#!/bin/sh\nexec faketime -f +1d mksquashfs \"$@\"\n");
        File.SetUnixFileMode(fixture["mksquashfs-tomorrow"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var tomorrow = (await elsewhere.Store.BuildAsync("minimal", elsewhere.Silent, Token)).Value;

        Assert.Equal(today.Hash, tomorrow.Hash);
        Assert.NotEqual(today.BuiltAt, tomorrow.BuiltAt);
    }

    [Fact]
    public async Task a_build_of_unchanged_inputs_packs_nothing()
    {
        var first = await BuildAsync();
        var written = File.GetLastWriteTimeUtc(fixture.FileOf(first.Hash));
        fixture.Clock.Advance(TimeSpan.FromDays(1));

        var second = await BuildAsync();

        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(fixture.FileOf(first.Hash)));
    }

    [Fact]
    public async Task a_name_means_its_newest_build_also_when_that_was_built_before()
    {
        var first = await BuildAsync();
        fixture.WriteGuest("second");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await BuildAsync();
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(second, (await fixture.Store.FindAsync("minimal", Token)).Value);

        fixture.WriteGuest("first");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await BuildAsync();

        Assert.Equal(first.Hash, third.Hash);
        Assert.Equal(third, (await fixture.Store.FindAsync("minimal", Token)).Value);
        Assert.Equal([third.Hash, second.Hash], (await fixture.Store.ListAsync(Token)).Value.Select(image => image.Hash));
    }

    [Fact]
    public async Task an_image_that_lost_bytes_is_damaged_until_it_is_built_again()
    {
        var built = await BuildAsync();
        await using (var file = File.OpenWrite(fixture.FileOf(built.Hash))) file.SetLength(built.SizeBytes - 1);

        Assert.True(Assert.Single((await fixture.Store.ListAsync(Token)).Value).IsDamaged);
        Assert.True((await fixture.Store.FindAsync("minimal", Token)).Value.IsDamaged);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.BootFilesAsync(built.Hash, Token)).Error.Code);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.VerifyAsync(built.Hash, Token)).Error.Code);

        Assert.Equal(built, await BuildAsync());
        Assert.Equal(built, (await fixture.Store.VerifyAsync(built.Hash, Token)).Value);
    }

    [Fact]
    public async Task an_image_that_is_gone_but_for_its_manifest_is_damaged()
    {
        var built = await BuildAsync();
        File.Delete(fixture.FileOf(built.Hash));

        Assert.True(Assert.Single((await fixture.Store.ListAsync(Token)).Value).IsDamaged);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.BootFilesAsync(built.Hash, Token)).Error.Code);
    }

    [Fact]
    public async Task a_changed_byte_is_found_when_the_image_is_verified()
    {
        var built = await BuildAsync();
        await using (var file = File.OpenWrite(fixture.FileOf(built.Hash)))
        {
            file.Position = built.SizeBytes / 2;
            file.WriteByte(0x5A);
            file.WriteByte(0xA5);
        }

        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.VerifyAsync(built.Hash, Token)).Error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"schema":2,"hash":"H","name":"minimal","sizeBytes":1,"builtAt":"2026-01-01T00:00:00Z","tree":"","format":""}""")]
    [InlineData("""{"schema":1,"hash":"0000","name":"minimal","sizeBytes":1,"builtAt":"2026-01-01T00:00:00Z","tree":"","format":""}""")]
    [InlineData("""{"schema":1,"hash":"H","name":"../x","sizeBytes":1,"builtAt":"2026-01-01T00:00:00Z","tree":"","format":""}""")]
    [InlineData("""{"schema":1,"hash":"H","name":"minimal","sizeBytes":-1,"builtAt":"2026-01-01T00:00:00Z","tree":"","format":""}""")]
    [InlineData("""{"schema":1,"hash":"H","name":"minimal","sizeBytes":1,"builtAt":"yesterday","tree":"","format":""}""")]
    [InlineData("""{"schema":1,"hash":"H","name":"minimal","sizeBytes":1,"builtAt":"2026-01-01T00:00:00Z","tree":"","format":"","extra":1}""")]
    public async Task a_manifest_that_says_something_else_is_damage_and_its_image_can_be_removed(string manifest)
    {
        var hash = new string('a', 64);
        Directory.CreateDirectory(fixture.Paths.Images);
        File.WriteAllText(fixture.ManifestOf(hash), manifest.Replace("\"H\"", $"\"{hash}\"", StringComparison.Ordinal));

        Assert.Empty((await fixture.Store.ListAsync(Token)).Value);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.FindAsync(hash[..8], Token)).Error.Code);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.BootFilesAsync(hash, Token)).Error.Code);

        Assert.True((await fixture.Store.RemoveAsync(hash, Token)).IsSuccess);
        Assert.Equal(ImageErrors.Unknown, (await fixture.Store.FindAsync(hash, Token)).Error.Code);
    }

    [Fact]
    public async Task a_manifest_of_any_size_is_not_read()
    {
        var hash = new string('b', 64);
        Directory.CreateDirectory(fixture.Paths.Images);
        await using (var file = File.Create(fixture.ManifestOf(hash))) file.SetLength(1L << 40);

        Assert.Equal(ImageErrors.Damaged, (await fixture.Store.FindAsync(hash, Token)).Error.Code);
    }

    [Fact]
    public async Task removing_an_image_takes_its_files_and_may_be_repeated()
    {
        var built = await BuildAsync();

        Assert.True((await fixture.Store.RemoveAsync(built.Hash, Token)).IsSuccess);
        Assert.True((await fixture.Store.RemoveAsync(built.Hash, Token)).IsSuccess);

        Assert.Empty(Directory.EnumerateFileSystemEntries(fixture.Paths.Images));
        Assert.Equal(ImageErrors.Unknown, (await fixture.Store.FindAsync("minimal", Token)).Error.Code);
    }

    [Theory]
    [InlineData("minimal")]
    [InlineData("../../etc/passwd")]
    [InlineData("aaaaaaaa")]
    [InlineData("")]
    public async Task only_a_whole_hash_can_be_removed(string text) =>
        Assert.Equal(ImageErrors.NameInvalid, (await fixture.Store.RemoveAsync(text, Token)).Error.Code);

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("Minimal")]
    [InlineData("*")]
    public async Task a_text_that_is_neither_name_nor_hash_is_refused(string text) =>
        Assert.Equal(ImageErrors.NameInvalid, (await fixture.Store.FindAsync(text, Token)).Error.Code);

    [Fact]
    public async Task what_a_killed_build_left_goes_with_the_next()
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Paths.Images, ".build-killed"));
        File.WriteAllText(Path.Combine(folder.FullName, "tree.tar"), "half");
        File.WriteAllText(fixture.FileOf(new string('c', 64)), "moved in, but its manifest was never written");

        var built = await BuildAsync();

        Assert.Equal(
            [fixture.ManifestOf(built.Hash), fixture.FileOf(built.Hash)],
            Directory.GetFileSystemEntries(fixture.Paths.Images).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task builds_at_the_same_time_make_one_image()
    {
        var built = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BuildAsync()));

        Assert.Single(built.Distinct());
    }

    [Fact]
    public async Task a_build_that_fails_leaves_nothing()
    {
        using var broken = new ImageStoreFixture(programs: new BuildPrograms { Mksquashfs = "/bin/false" });

        var error = (await broken.Store.BuildAsync("minimal", broken.Silent, Token)).Error;

        Assert.Equal(ImageErrors.BuildFailed, error.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(broken.Paths.Images));
    }

    [Fact]
    public async Task a_cancelled_build_leaves_nothing_and_nothing_runs_on()
    {
        using var slow = new ImageStoreFixture(programs: new BuildPrograms { Mksquashfs = fixture["mksquashfs-slow"] });
        File.WriteAllText(fixture["mksquashfs-slow"], $"#!/bin/sh\necho $$ > {fixture["pid"]}.new && mv {fixture["pid"]}.new {fixture["pid"]}\nexec sleep 600\n");
        File.SetUnixFileMode(fixture["mksquashfs-slow"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var started = new FileSystemWatcher(Path.GetDirectoryName(fixture["pid"])!, "pid");
        var hasStarted = new TaskCompletionSource();
        started.Renamed += (_, _) => hasStarted.TrySetResult();
        started.EnableRaisingEvents = true;
        using var stop = new CancellationTokenSource();

        var build = slow.Store.BuildAsync("minimal", slow.Silent, stop.Token);
        await hasStarted.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(fixture["pid"]).Trim()}"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(slow.Paths.Images));
    }

    [Fact]
    public async Task a_missing_guest_binary_is_told_by_name()
    {
        File.Delete(fixture.GuestPath);

        var error = (await fixture.Store.BuildAsync("minimal", fixture.Silent, Token)).Error;

        Assert.Equal(ImageErrors.GuestMissing, error.Code);
        Assert.Contains(fixture.GuestPath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task minimal_holds_busybox_two_users_and_the_guest_binary()
    {
        var built = await BuildAsync();
        var listing = await RunAsync("/usr/bin/unsquashfs", "-d", "", "-lln", fixture.FileOf(built.Hash));

        Assert.Matches(@"-rwxr-xr-x 0/0 +\d+ .* /bin/busybox\n", listing);
        Assert.Matches(@"-rwxr-xr-x 0/0 +5 .* /usr/lib/lobsterd/lobsterd-guest\n", listing);
        Assert.Matches(@"drwxr-x--- 1000/1000 .* /home/tenant\n", listing);
        Assert.Matches(@"drwxrwxrwt 0/0 .* /tmp\n", listing);
        Assert.Matches(@"-rw------- 0/0 .* /etc/shadow\n", listing);
        Assert.Equal("root:x:0:0:root:/root:/bin/sh\ntenant:x:1000:1000::/home/tenant:/bin/sh\n", await ReadAsync(built, "etc/passwd"));
        Assert.Equal("minimal\n", await ReadAsync(built, "etc/lobsterd-image"));

        var applets = (await RunAsync("/bin/busybox", "--list")).Split('\n').ToHashSet();
        var links = listing.Split('\n').Where(line => line.EndsWith(" -> busybox", StringComparison.Ordinal)).Select(line => Path.GetFileName(line.Split(" -> ")[0])).ToList();
        Assert.True(links.Count > 100);
        Assert.Empty(links.Except(applets));
    }

    private async Task<Image> BuildAsync() => (await fixture.Store.BuildAsync("minimal", fixture.Silent, Token)).Value;

    private Task<string> ReadAsync(Image image, string path) => RunAsync("/usr/bin/unsquashfs", "-cat", fixture.FileOf(image.Hash), path);

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(30), MaxOutputBytes = 1 << 20 }, Token)).Value.Output;
}

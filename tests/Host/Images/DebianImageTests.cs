using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Images;

/// <summary>Image <c>debian</c>, installed from the mirrors of this host. Needs their network.</summary>
[Trait("Speed", "Proof")]
public sealed class DebianImageTests(ITestOutputHelper output) : IDisposable
{
    private readonly ScratchFolder scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task debian_is_built_from_the_network_and_the_same_again_a_day_later_without_one()
    {
        using var today = new ImageStoreFixture(programs: new BuildPrograms { Unshare = OuterNetwork.WriteScript(scratch["unshare"], "/usr/bin/unshare") });
        var built = await BuildAsync(today);

        using var tomorrow = new ImageStoreFixture(
            today.Clock.GetUtcNow().AddDays(1),
            new BuildPrograms { Unshare = ADayLater("/usr/bin/unshare", "unshare --net"), Mksquashfs = ADayLater("/usr/bin/mksquashfs", "mksquashfs") });
        _ = Directory.CreateDirectory(tomorrow.Paths.State);
        _ = await RunAsync("/bin/cp", "-a", today.Paths.ImageCache, tomorrow.Paths.ImageCache);
        var again = await BuildAsync(tomorrow);

        Assert.True(built.Hash == again.Hash, await DifferencesAsync(today.FileOf(built.Hash), tomorrow.FileOf(again.Hash)));
        Assert.NotEqual(built.BuiltAt, again.BuiltAt);
        await ItIsADebianWithoutTracesOfThisHostAsync(today.FileOf(built.Hash));
    }

    private static async Task ItIsADebianWithoutTracesOfThisHostAsync(string image)
    {
        var listing = await RunAsync("/usr/bin/unsquashfs", "-d", "", "-lln", image);

        foreach (var program in (string[])["bash", "curl", "git", "less", "nano", "ps", "xz"])
            Assert.Matches($@"-rwxr-xr-x 0/0 .* /(usr/)?bin/{program}\n", listing);
        Assert.Matches(@"-rwxr-xr-x 0/0 +5 .* /usr/lib/lobsterd/lobsterd-guest\n", listing);
        Assert.Matches(@"drwxr-x--- 1000/1000 .* /home/tenant\n", listing);
        Assert.DoesNotMatch(@" /var/cache/apt/.*\.(deb|bin)\n| /var/lib/apt/lists/.+Release| /usr/share/man/.", listing);
        Assert.StartsWith("12.", await ReadAsync(image, "etc/debian_version"), StringComparison.Ordinal);
        Assert.Equal("debian\n", await ReadAsync(image, "etc/lobsterd-image"));
        Assert.DoesNotContain(Environment.MachineName, await ReadAsync(image, "etc/hostname") + await ReadAsync(image, "etc/hosts"), StringComparison.Ordinal);
    }

    private async Task<Image> BuildAsync(ImageStoreFixture fixture)
    {
        var began = TimeProvider.System.GetTimestamp();
        var stages = new Stages(output);
        var image = await fixture.Store.BuildAsync("debian", stages, Token);
        Assert.True(image.IsSuccess, image.IsFailure ? image.Error.FullMessage : "");
        output.WriteLine($"{image.Value.SizeBytes >> 20} MiB after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        return image.Value;
    }

    private async Task<string> DifferencesAsync(string one, string other)
    {
        foreach (var (image, list) in ((string, string)[])[(one, "one"), (other, "other")])
            File.WriteAllText(scratch[list], await RunAsync("/usr/bin/unsquashfs", "-d", "", "-lln", "-UTC", image));
        return "entries that differ, if it is not contents alone:\n" + await RunAsync("/bin/sh", "-c", $"diff {scratch["one"]} {scratch["other"]} | head -n 40");
    }

    private string ADayLater(string program, string command)
    {
        var script = scratch[Path.GetFileName(program) + "-tomorrow"];

        // Files keep the times that they have: it is the clock that is another.
        File.WriteAllText(script, $"#!/bin/sh\nexport NO_FAKE_STAT=1 FAKE_UTIME=0\nexec faketime -f +1d {command} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    private static Task<string> ReadAsync(string image, string path) => RunAsync("/usr/bin/unsquashfs", "-cat", image, path);

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(60), MaxOutputBytes = 4 << 20 }, Token)).Value.Output;

    private sealed class Stages(ITestOutputHelper output) : IProgress<string>
    {
        public void Report(string value) => output.WriteLine(value);
    }
}

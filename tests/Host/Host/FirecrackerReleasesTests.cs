using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Hypervisors.Firecracker.Releases;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Host;

/// <summary>Which tarballs are taken for a release of Firecracker; scripts stand for its programs.</summary>
public sealed class FirecrackerReleasesTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;

    public FirecrackerReleasesTests()
    {
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.State);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FirecrackerReleases Releases => new(paths, new HypervisorConfig { Driver = "firecracker" }, TimeProvider.System);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task a_release_is_kept_under_its_version_and_chosen()
    {
        var facts = (await Releases.InstallAsync(Pack(Usual("1.16.1")), Token)).Value;

        Assert.Equal((HypervisorName.Firecracker, "1.16.1"), (facts.Name, facts.Version));
        Assert.Equal(["firecracker", "jailer"], Names("1.16.1"));
    }

    [Fact]
    public async Task the_newest_of_several_is_chosen_and_the_others_stay()
    {
        _ = (await Releases.InstallAsync(Pack(Usual("1.16.10")), Token)).Value;

        var facts = (await Releases.InstallAsync(Pack(Usual("1.16.2")), Token)).Value;

        Assert.Equal("1.16.10", facts.Version);
        Assert.Equal(["1.16.10", "1.16.2"], Directory.EnumerateDirectories(paths.Firecrackers).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task one_that_is_there_is_replaced()
    {
        _ = (await Releases.InstallAsync(Pack(Usual("1.16.1")), Token)).Value;
        File.Delete(Path.Combine(paths.Firecrackers, "1.16.1", "jailer"));

        Assert.True((await Releases.InstallAsync(Pack(Usual("1.16.1")), Token)).IsSuccess);
        Assert.Equal(["firecracker", "jailer"], Names("1.16.1"));
    }

    [Fact]
    public async Task another_hash_is_refused_and_nothing_is_left()
    {
        var release = Pack(Usual("1.16.1")) with { Sha256 = new string('0', 64) };

        Assert.Equal(VmErrors.ReleaseUnusable, (await Releases.InstallAsync(release, Token)).Error.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(paths.Firecrackers));
    }

    [Fact]
    public async Task a_tarball_that_is_not_there_cannot_be_had() => Assert.Equal(
        VmErrors.ReleaseUnreachable, (await Releases.InstallAsync(new FirecrackerRelease(scratch["none.tgz"], new string('0', 64)), Token)).Error.Code);

    [Fact]
    public async Task what_is_no_release_is_refused_and_nothing_is_left()
    {
        (string Name, string Content)[][] tarballs =
        [
            [],
            [("release/firecracker-v1.16.1-x86_64", Script("Firecracker", "1.16.1"))],
            [("release/firecracker-v1.16.1-x86_64", Script("Firecracker", "1.16.1")), ("release/jailer-v1.16.2-x86_64", Script("Jailer", "1.16.2"))],
            [("release/firecracker-v1.16.1-aarch64", Script("Firecracker", "1.16.1")), ("release/jailer-v1.16.1-aarch64", Script("Jailer", "1.16.1"))],
            [.. Usual("1.16.1"), ("again/jailer-v1.16.1-x86_64", Script("Jailer", "1.16.1"))],
            Usual("1.15.0"),
            [("r/firecracker-v1.16.1-x86_64", Script("Firecracker", "1.16.2")), ("r/jailer-v1.16.1-x86_64", Script("Jailer", "1.16.2"))],
            [("r/firecracker-v1.16.1-x86_64", "no program"), ("r/jailer-v1.16.1-x86_64", Script("Jailer", "1.16.1"))],
        ];
        foreach (var tarball in tarballs)
        {
            Assert.Equal(VmErrors.ReleaseUnusable, (await Releases.InstallAsync(Pack(tarball), Token)).Error.Code);
            Assert.Empty(Directory.EnumerateFileSystemEntries(paths.Firecrackers));
        }
    }

    [Fact]
    public async Task what_is_no_tarball_is_refused()
    {
        var bytes = RandomNumberGenerator.GetBytes(10_000);
        await File.WriteAllBytesAsync(scratch["release.tgz"], bytes, Token);

        var release = new FirecrackerRelease(scratch["release.tgz"], Convert.ToHexStringLower(SHA256.HashData(bytes)));

        Assert.Equal(VmErrors.ReleaseUnusable, (await Releases.InstallAsync(release, Token)).Error.Code);
    }

    private static (string Name, string Content)[] Usual(string version) =>
    [
        ($"release-v{version}-x86_64/LICENSE", "free"),
        ($"release-v{version}-x86_64/firecracker-v{version}-x86_64", Script("Firecracker", version)),
        ($"release-v{version}-x86_64/firecracker-v{version}-x86_64.debug", "no program"),
        ($"release-v{version}-x86_64/jailer-v{version}-x86_64", Script("Jailer", version)),
    ];

    private static string Script(string program, string version) => $"#!/bin/sh\nprintf '{program} v{version}\\n\\n'\n";

    private FirecrackerRelease Pack(params ReadOnlySpan<(string Name, string Content)> files)
    {
        using var packed = new MemoryStream();
        using (var zipped = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(zipped))
        {
            foreach (var (name, content) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) });
        }

        var bytes = packed.ToArray();
        File.WriteAllBytes(scratch["release.tgz"], bytes);
        return new FirecrackerRelease(scratch["release.tgz"], Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private IEnumerable<string?> Names(string version) =>
        Directory.EnumerateFiles(Path.Combine(paths.Firecrackers, version)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}

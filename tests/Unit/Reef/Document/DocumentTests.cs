using System.Text.Json.Nodes;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>The API's description is made from its declared paths, checked in, and what the service tells.</summary>
public sealed class DocumentTests(ReefServer server) : IClassFixture<ReefServer>
{
    [Fact]
    public void the_document_is_what_the_code_declares() => Approved.Match("docs/openapi.json", new OpenApiWriter(server.Routes).Write());

    [Fact]
    public void the_page_is_what_the_code_declares() => Approved.Match("docs/api.md", new ApiPage(server.Routes).Write());

    [Fact]
    public async Task the_service_tells_the_document_that_is_checked_in()
    {
        var told = await server.Client.GetStringAsync(ReefPaths.Document, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "openapi.json"), TestContext.Current.CancellationToken), told);
    }

    [Fact]
    public async Task the_page_names_no_other_host_and_lets_the_browser_reach_none()
    {
        using var answer = await server.Client.GetAsync(ReefPaths.Reference + "/", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.DoesNotContain("//", page.Replace("http://lobsterd/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public void every_pointer_in_the_document_leads_somewhere()
    {
        var document = JsonNode.Parse(new OpenApiWriter(server.Routes).Write())!;

        Assert.Empty(Pointers(document).Where(pointer => Schema.Follow(document, pointer) is null).Distinct());
    }

    [Fact]
    public void every_operation_has_a_name_of_its_own()
    {
        var names = JsonNode.Parse(new OpenApiWriter(server.Routes).Write())!["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject()).Select(method => method.Value!["operationId"]!.GetValue<string>()).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static IEnumerable<string> Pointers(JsonNode? node) => node switch
    {
        JsonObject whole => whole.SelectMany(member => member is { Key: "$ref", Value: JsonValue pointer } ? [pointer.GetValue<string>()] : Pointers(member.Value)),
        JsonArray list => list.SelectMany(Pointers),
        _ => [],
    };
}

using Lobsterd.Domain.Access;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Lobsterd.Tests.Unit.Architecture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Routes;

/// <summary>Every path says who may use it and what it answers.</summary>
public sealed class DeclarationTests(ReefServer server) : IClassFixture<ReefServer>
{
    private const string Fallback = "/{**path}";

    private static readonly string[] Public = [ReefPaths.Health, ReefPaths.Document];

    private IEnumerable<RouteEndpoint> Endpoints =>
        server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void every_path_is_declared_by_ReefRoutes_and_so_names_its_scopes() => SourceTree.AssertNone(Endpoints
        .Where(endpoint => endpoint.RoutePattern.RawText != Fallback && !endpoint.RoutePattern.RawText!.StartsWith(ReefPaths.Reference, StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<ReefRoute>() is null)
        .Select(endpoint => $"{endpoint.DisplayName}: declare it by routes.Get, Post, Put, Patch or Delete of {nameof(ReefRoutes)}, with its scopes (src/Lobsterd.Reef/Routes/README.md)"));

    [Fact]
    public void a_path_without_a_scope_is_refused_when_it_is_declared() => Assert.Throws<ArgumentException>(() =>
        new ReefRoutes(server.Endpoints, server.Services.GetRequiredService<RouteGuard>()).Get("/v1/open", ApiScopes.None, "Forgot its scope.", (HttpContext _) => Results.Text("open")));

    [Fact]
    public void few_paths_are_open_to_everybody() =>
        Assert.Equal(Public, server.Routes.Where(route => route.IsPublic).Select(route => route.Path).Order());

    [Fact]
    public void every_path_says_what_it_answers() => SourceTree.AssertNone(server.Routes
        .Where(route => route.Answered.Count == 0)
        .Select(route => $"{route}: say what it answers, by .Answers(ReefJson.Default.…), .StartsOperation(), .Streams(…), .AnswersNothing(), …"));

    [Fact]
    public void every_path_says_what_it_does_in_a_sentence() => SourceTree.AssertNone(server.Routes
        .Where(route => !route.Summary.EndsWith('.') || !char.IsUpper(route.Summary[0]))
        .Select(route => $"{route}: '{route.Summary}'"));

    [Fact]
    public void a_path_is_declared_once() => SourceTree.AssertNone(server.Routes.GroupBy(route => route.ToString()).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public async Task every_path_is_there_without_its_version_too()
    {
        var places = Endpoints.Select(endpoint => endpoint.RoutePattern.RawText).ToHashSet();

        SourceTree.AssertNone(server.Routes.Select(route => route.Path["/v1".Length..]).Where(place => !places.Contains(place)));
        Assert.True((await server.Client.GetAsync("/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }
}

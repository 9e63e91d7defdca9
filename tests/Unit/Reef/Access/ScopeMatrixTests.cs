using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Config;
using Lobsterd.Engine.Access;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Access;

/// <summary>Every path × every scope, by token and by user of the socket: let in exactly where the path's declaration says so.</summary>
public sealed class ScopeMatrixTests : IAsyncLifetime
{
    private const uint FirstUid = 7_000;

    private readonly ReefServer server = new()
    {
        Config = new LobsterdConfig
        {
            Reef = new ReefConfig
            {
                SocketScopes = ScopeNames.All.Index().ToDictionary(
                    entry => (FirstUid + (uint)entry.Index).ToString(CultureInfo.InvariantCulture), entry => (IReadOnlyList<string>)[entry.Item]),
                RequestsPerSecond = 1_000_000,
            },
        },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task a_token_opens_the_paths_of_its_scope_and_no_others()
    {
        foreach (var (index, scope) in ScopeNames.Scopes.Index())
        {
            using var client = server.OverTcp(TokenOf($"t{index}", scope));
            await AssertRowAsync(client, $"token with {ScopeNames.All[index]}", scope);
        }
    }

    [Fact]
    public async Task a_user_of_the_socket_opens_the_paths_of_their_scope_and_no_others()
    {
        foreach (var (index, scope) in ScopeNames.Scopes.Index())
        {
            server.Peers.Uid = FirstUid + (uint)index;
            using var client = server.OverSocket();
            await AssertRowAsync(client, $"user with {ScopeNames.All[index]}", scope);
        }
    }

    [Fact]
    public async Task a_user_without_a_scope_opens_nothing()
    {
        server.Peers.Uid = 6_999;
        using var client = server.OverSocket();

        await AssertRowAsync(client, "user without a scope", ApiScopes.None);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("lob_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task without_a_good_token_only_what_is_public_answers(string? token)
    {
        using var client = server.OverTcp(token);
        foreach (var route in server.Routes)
        {
            using var answer = await AskAsync(client, route);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized != route.IsPublic, $"{route}: {(int)answer.StatusCode}");
            if (!route.IsPublic) Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Fact]
    public async Task a_revoked_token_is_refused_at_the_next_request()
    {
        using var client = server.OverTcp(TokenOf("ci", ApiScopes.TenantsRead));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ReefPaths.Tenants, Token)).StatusCode);

        Assert.True(server.Tokens.Revoke("ci").IsSuccess);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(ReefPaths.Tenants, Token)).StatusCode);
    }

    [Fact]
    public async Task a_token_for_some_tenants_sees_and_touches_no_others()
    {
        using var admin = server.OverTcp(TokenOf("root", ApiScopes.Admin));
        await SpawnAsync(admin, "alice");
        await SpawnAsync(admin, "team-a");
        using var client = server.OverTcp(TokenOf("team", ApiScopes.TenantsRead | ApiScopes.TenantsWrite | ApiScopes.Exec | ApiScopes.Secrets, "team-*"));

        var list = JsonSerializer.Deserialize(await client.GetByteArrayAsync(ReefPaths.Tenants, Token), ReefJson.Default.TenantList)!;
        Assert.Equal(["team-a"], list.Tenants.Select(tenant => tenant.Name));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{ReefPaths.Tenants}/team-a", Token)).StatusCode);
        foreach (var route in server.Routes.Where(route => route.IsOfTenant && route.Scopes != ApiScopes.Admin))
        {
            using var answer = await AskAsync(client, route, tenant: "alice");
            Assert.True(await CodeOfAsync(answer) == AccessErrors.TenantRefused.Name, $"{route}: {(int)answer.StatusCode}");
        }

        Assert.Equal(AccessErrors.TenantRefused.Name, await CodeOfAsync(await PostAsync(client, """{"name":"bob"}""")));
        Assert.Equal(["team-a"], await TenantsOfEventsAsync(client));
    }

    [Fact]
    public async Task operations_of_others_are_not_there()
    {
        using var admin = server.OverTcp(TokenOf("root", ApiScopes.Admin));
        var place = (await PostAsync(admin, """{"name":"alice"}""")).Headers.Location!.ToString();
        using var team = server.OverTcp(TokenOf("team", ApiScopes.TenantsRead, "team-*"));
        using var host = server.OverTcp(TokenOf("host", ApiScopes.HostRead | ApiScopes.HostWrite));

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(place, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await team.GetAsync(place, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.DeleteAsync(place, Token)).StatusCode);
    }

    private async Task AssertRowAsync(HttpClient client, string who, ApiScopes scope)
    {
        foreach (var route in server.Routes)
        {
            using var answer = await AskAsync(client, route);
            var mayEnter = route.IsPublic || (scope & (route.Scopes | ApiScopes.Admin)) != ApiScopes.None;
            var code = answer.StatusCode == HttpStatusCode.Forbidden ? await CodeOfAsync(answer) : null;
            Assert.True(code == (mayEnter ? null : AccessErrors.ScopeMissing.Name), $"{who}, {route}: {(int)answer.StatusCode} {code}");
            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    // Streams have no end, so the head is all that is read. What takes a body gets none that it could act on.
    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, ReefRoute route, string tenant = "nobody")
    {
        var path = route.Path.Replace("{name}", tenant, StringComparison.Ordinal).Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
        if (route.Body is not null) request.Content = new StringContent("[]", MediaTypeHeaderValue.Parse("application/json"));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }

    private string TokenOf(string name, ApiScopes scopes, string? tenants = null) =>
        server.Tokens.Create(new TokenRequest(name, scopes, tenants is null ? null : TenantGlob.Parse(tenants).Value, null, null)).Value.Secret;

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        client.PostAsync(ReefPaths.Tenants, new StringContent(body, MediaTypeHeaderValue.Parse("application/json")), Token);

    private static async Task SpawnAsync(HttpClient client, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReefPaths.Tenants) { Content = new StringContent($$"""{"name":"{{name}}"}""", MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.Add("Prefer", "wait=30");
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request, Token)).StatusCode);
    }

    // Those of the past; the stream goes on.
    private static async Task<List<string?>> TenantsOfEventsAsync(HttpClient client)
    {
        using var reader = new StreamReader(await client.GetStreamAsync(ReefPaths.Events, Token));
        var tenants = new List<string?>();
        while (tenants.Count < 1 && await reader.ReadLineAsync(Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) tenants.Add(JsonSerializer.Deserialize(line["data: ".Length..], ReefJson.Default.EventBody)!.Tenant);
        return tenants;
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType == ReefPaths.Problem
        ? JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(Token), ReefJson.Default.ProblemBody)!.Code
        : null;
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Access;
using Lobsterd.Engine.Events;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Operations;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Tokens;

/// <summary><c>/v1/tokens</c>: make, list, revoke the API's own tokens.</summary>
public sealed class TokenEndpoints(TokenBook tokens, EventBook events)
{
    private const long MostSeconds = 315_360_000;    // ten years

    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Tokens, ApiScopes.Admin, "Lists the API's tokens, without their secrets.", List).Answers(ReefJson.Default.ApiTokenList);
        _ = routes.Post(ReefPaths.Tokens, ApiScopes.Admin, "Makes a token of the API and tells it this once.", CreateAsync)
            .Takes(ReefJson.Default.ApiTokenCreateBody)
            .JoinsByKey()
            .Answers(ReefJson.Default.ApiTokenCreatedBody, StatusCodes.Status201Created);
        _ = routes.Delete($"{ReefPaths.Tokens}/{{name}}", ApiScopes.Admin, "Revokes a token of the API at once.", Revoke).AnswersNothing();
    }

    private IResult List(HttpContext _) => tokens.List().TryGetError(out var error, out var all)
        ? ProblemMapping.ToResult(error)
        : Results.Json(new ApiTokenList([.. all.Select(ToBody)]), ReefJson.Default.ApiTokenList);

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var key = IdempotencyKey.Of(context.Request);
        var made = await RequestBody.ReadAsync(context.Request, ReefJson.Default.ApiTokenCreateBody, context.RequestAborted)
            .Bind(body => ToRequest(body, key))
            .Bind(tokens.Create);
        if (made.TryGetError(out var error, out var created)) return ProblemMapping.ToResult(error);
        _ = events.Add("token.created", null, Peer.ActorOf(context), $"API token {created.Token.Name} for {string.Join(", ", ScopeNames.Of(created.Token.Scopes))}");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = $"{ReefPaths.Tokens}/{created.Token.Name}";
        return Results.Json(
            new ApiTokenCreatedBody(created.Secret, ToBody(created.Token)), ReefJson.Default.ApiTokenCreatedBody, statusCode: StatusCodes.Status201Created);
    }

    private IResult Revoke(HttpContext context, string name)
    {
        if (tokens.Revoke(name).TryGetError(out var error)) return ProblemMapping.ToResult(error);
        _ = events.Add("token.revoked", null, Peer.ActorOf(context), $"API token {name}");
        return Results.NoContent();
    }

    private static Result<TokenRequest, LobsterError> ToRequest(ApiTokenCreateBody body, string? key)
    {
        if (ScopeNames.Parse(body.Scopes) is not { } scopes) return new LobsterError(AccessErrors.TokenInvalid, $"scopes are of {string.Join(", ", ScopeNames.All)}");
        TenantGlob? tenants = null;
        if (body.Tenants is not null && TenantGlob.Parse(body.Tenants).TryGetError(out var invalid, out tenants)) return invalid;
        if (body.ExpiresInSeconds is < 1 or > MostSeconds) return new LobsterError(AccessErrors.TokenInvalid, "expiresInSeconds is from 1 to 315360000");
        return new TokenRequest(body.Name, scopes, tenants, body.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, key);
    }

    private static ApiTokenBody ToBody(ApiToken token) =>
        new(token.Name, ScopeNames.Of(token.Scopes), token.Tenants?.Pattern, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}

using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Access;

/// <summary><c>/etc/lobsterd/tokens.json</c>, 0600.</summary>
public sealed class TokenFile(LobsterdPaths paths) : ITokenFile
{
    private const int Schema = 1;
    private const int LongestFile = 1 << 20;
    private const uint OwnerOnly = 0x180;    // 0600
    private const int HashLength = 64;

    /// <inheritdoc/>
    public Result<IReadOnlyList<ApiToken>, LobsterError> Load()
    {
        if (!File.Exists(paths.Tokens)) return Array.Empty<ApiToken>();
        if (PlainFile.ReadAll(paths.Tokens, LongestFile).TryGetError(out var unread, out var content)) return Damaged(unread.Message);
        try
        {
            var stored = JsonSerializer.Deserialize(content, AccessJson.Default.StoredTokens);
            if (stored is not { Schema: Schema, Tokens: { } tokens }) return Damaged($"its schema is not {Schema}");
            var read = tokens.Select(Read).ToList();
            return read.Contains(null) ? Damaged($"token {read.IndexOf(null)} is not as lobsterd writes one") : read.ConvertAll(token => token!);
        }
        catch (JsonException exception)
        {
            return Damaged(exception.Message);
        }
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Save(IReadOnlyList<ApiToken> tokens)
    {
        var stored = new StoredTokens(Schema, [.. tokens.Select(Store)]);
        return DurableFile.Replace(paths.Tokens, JsonSerializer.SerializeToUtf8Bytes(stored, AccessJson.Default.StoredTokens), OwnerOnly)
            .MapError(error => new LobsterError(AccessErrors.TokensUnwritten, "the tokens could not be written", Cause: error));
    }

    private LobsterError Damaged(string why) =>
        new(AccessErrors.TokensDamaged, $"{paths.Tokens}: {why}", "mend the file or move it away, then restart the service; until then no token is good");

    private static ApiToken? Read(StoredToken? token)
    {
        if (token is null || token.Scopes is null || ScopeNames.Parse(token.Scopes) is not { } scopes) return null;
        if (token.Hash is not { Length: HashLength } || !token.Hash.All(char.IsAsciiHexDigit) || token.Name is null) return null;
        TenantGlob? tenants = null;
        if (token.Tenants is not null && !TenantGlob.Parse(token.Tenants).TryGetValue(out tenants)) return null;
        return new ApiToken
        {
            Name = token.Name,
            Hash = token.Hash,
            Scopes = scopes,
            Tenants = tenants,
            CreatedAt = token.CreatedAt,
            ExpiresAt = token.ExpiresAt,
            LastUsedAt = token.LastUsedAt,
        };
    }

    private static StoredToken Store(ApiToken token) => new()
    {
        Name = token.Name,
        Hash = token.Hash,
        Scopes = ScopeNames.Of(token.Scopes),
        Tenants = token.Tenants?.Pattern,
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        LastUsedAt = token.LastUsedAt,
    };
}

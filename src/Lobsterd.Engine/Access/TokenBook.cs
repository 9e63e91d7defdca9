using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Operations;

namespace Lobsterd.Engine.Access;

/// <summary>The API's tokens: makes, knows and revokes them. A token is told once and kept as its hash.</summary>
public sealed class TokenBook
{
    /// <summary>What every token starts with, so that those who search for leaked secrets can know one.</summary>
    public const string Prefix = "lob_";

    private const int SecretBytes = 32;
    private const int SecretLength = 43;    // 32 bytes as base64url without padding
    private const int MostTokens = 1_000;
    private const int RememberedKeys = 64;

    // Scopes that are not about tenants; a token for some tenants cannot hold them.
    private const ApiScopes BeyondTenants = ApiScopes.HostRead | ApiScopes.HostWrite | ApiScopes.Admin;

    private static readonly TimeSpan UseGrain = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3_650);

    private readonly Lock gate = new();
    private readonly ITokenFile file;
    private readonly TimeProvider clock;
    private readonly LobsterError? damage;
    private readonly Queue<(TokenRequest Request, NewToken Answer)> remembered = new();
    private ImmutableArray<Entry> entries;

    /// <summary>Reads the tokens. A file that cannot be read makes no token good, and is left as it is.</summary>
    public TokenBook(ITokenFile file, TimeProvider clock)
    {
        this.file = file;
        this.clock = clock;
        entries = file.Load().TryGetError(out damage, out var tokens) ? [] : [.. tokens.Select(Entry.Of)];
    }

    /// <summary>Every token, by name.</summary>
    /// <error code="access.tokens.damaged">Their file cannot be read.</error>
    public Result<IReadOnlyList<ApiToken>, LobsterError> List()
    {
        if (damage is not null) return damage;
        lock (gate) return entries.Select(entry => entry.Token).OrderBy(token => token.Name, StringComparer.Ordinal).ToList();
    }

    /// <summary>Makes a token.</summary>
    /// <error code="access.token.invalid">Its name, scopes or lifetime are not to be had.</error>
    /// <error code="access.token.exists">The name is taken.</error>
    /// <error code="operation.key.reused">The key came with another request before.</error>
    /// <error code="access.tokens.damaged">The tokens' file cannot be read.</error>
    /// <error code="access.tokens.unwritten">It could not be kept.</error>
    public Result<NewToken, LobsterError> Create(TokenRequest request)
    {
        if (damage is not null) return damage;
        if (FaultOf(request) is { } fault) return new LobsterError(AccessErrors.TokenInvalid, fault);
        lock (gate)
        {
            if (request.Key is not null && remembered.FirstOrDefault(known => known.Request.Key == request.Key) is { Request: { } earlier } known)
                return earlier == request ? known.Answer : OperationBook.KeyReusedError();
            if (entries.Any(entry => entry.Token.Name == request.Name))
                return new LobsterError(AccessErrors.TokenExists, $"there is a token named {request.Name}", "revoke it first, or choose another name");
            if (entries.Length >= MostTokens) return new LobsterError(AccessErrors.TokenInvalid, $"there are {MostTokens} tokens already", "revoke those that nobody uses");

            var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
            var now = clock.GetUtcNow();
            var token = new ApiToken
            {
                Name = request.Name,
                Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret))),
                Scopes = request.Scopes,
                Tenants = request.Tenants,
                CreatedAt = now,
                ExpiresAt = now + request.Lifetime,
            };
            if (Replace(entries.Add(Entry.Of(token))).TryGetError(out var unwritten)) return unwritten;
            var made = new NewToken(token, secret);
            if (request.Key is not null) remembered.Enqueue((request, made));
            if (remembered.Count > RememberedKeys) _ = remembered.Dequeue();
            return made;
        }
    }

    /// <summary>Makes a token useless from now on.</summary>
    /// <error code="access.token.unknown">There is none of that name.</error>
    /// <error code="access.tokens.damaged">The tokens' file cannot be read.</error>
    /// <error code="access.tokens.unwritten">It could not be made to last; the token is still good.</error>
    public UnitResult<LobsterError> Revoke(string name)
    {
        if (damage is not null) return damage;
        lock (gate)
        {
            var left = entries.RemoveAll(entry => entry.Token.Name == name);
            return left.Length == entries.Length
                ? new LobsterError(AccessErrors.TokenUnknown, $"there is no token named {PlainText.Of(name, 64)}", "lobsterd tokens ls lists them")
                : Replace(left);
        }
    }

    /// <summary>Whose a token is; null when it is not good.</summary>
    /// <remarks>Every kept hash is compared, each in constant time: how long it takes tells nothing but how many there are.</remarks>
    public Caller? Find(ReadOnlySpan<char> secret)
    {
        if (secret.Length != Prefix.Length + SecretLength) return null;
        Span<byte> bytes = stackalloc byte[Prefix.Length + SecretLength];
        if (!Encoding.ASCII.TryGetBytes(secret, bytes, out _)) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes, hash);

        Entry? found = null;
        foreach (var entry in entries)
            if (CryptographicOperations.FixedTimeEquals(hash, entry.Hash)) found = entry;
        if (found is null) return null;
        var now = clock.GetUtcNow();
        if (found.Token.ExpiresAt <= now) return null;
        if (!(now - found.Token.LastUsedAt < UseGrain)) NoteUse(found.Token.Name, now);
        return found.Caller;
    }

    // Once an hour at most, and of no weight: a disk that is full must not turn callers away.
    private void NoteUse(string name, DateTimeOffset now)
    {
        lock (gate)
        {
            var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % UseGrain.Ticks), TimeSpan.Zero);
            ImmutableArray<Entry> noted = [.. entries.Select(entry => entry.Token.Name == name ? Entry.Of(entry.Token with { LastUsedAt = hour }) : entry)];
            if (Replace(noted).IsFailure) entries = noted;
        }
    }

    private UnitResult<LobsterError> Replace(ImmutableArray<Entry> next)
    {
        var saved = file.Save([.. next.Select(entry => entry.Token)]);
        if (saved.IsSuccess) entries = next;
        return saved;
    }

    private static string? FaultOf(TokenRequest request)
    {
        if (!ApiToken.IsName(request.Name)) return $"'{PlainText.Of(request.Name, 64)}' is not a token's name: {ApiToken.NameRule}";
        if (request.Scopes == ApiScopes.None) return $"a token holds at least one of {string.Join(", ", ScopeNames.All)}";
        if (request.Tenants is not null && (request.Scopes & BeyondTenants) != ApiScopes.None)
            return $"a token for tenants {request.Tenants} cannot hold {string.Join(", ", ScopeNames.Of(request.Scopes & BeyondTenants))}, which are not about tenants";
        return request.Lifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > LongestLifetime) ? "a token's time is from 1 second to 3650 days" : null;
    }

    private sealed record Entry(ApiToken Token, byte[] Hash, Caller Caller)
    {
        internal static Entry Of(ApiToken token) => new(token, Convert.FromHexString(token.Hash), new Caller($"token {token.Name}", token.Scopes, token.Tenants));
    }
}

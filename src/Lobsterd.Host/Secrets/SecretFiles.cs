using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Secrets;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Secrets;

/// <summary><c>/var/lib/lobsterd/secrets/ID.json</c>, 0600, each value sealed by AES-256-GCM under <c>/etc/lobsterd/secrets.key</c> with a random
/// nonce of its own; tenant id and key are sealed with it, so that no value can be moved to another tenant or key.</summary>
public sealed class SecretFiles(LobsterdPaths paths) : ISecretFiles
{
    private const int Schema = 1;
    private const int LongestFile = 1 << 20;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const uint OwnerOnly = 0x180;    // 0600
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lock making = new();

    /// <inheritdoc/>
    public Result<IReadOnlyList<TenantSecret>, LobsterError> Load(Guid tenant)
    {
        var file = paths.SecretsOf(tenant);
        if (!File.Exists(file)) return Array.Empty<TenantSecret>();
        if (ReadKey().TryGetError(out var noKey, out var key)) return noKey;
        if (PlainFile.ReadAll(file, LongestFile).TryGetError(out var unread, out var content)) return Damaged(file, unread.Message);
        try
        {
            if (JsonSerializer.Deserialize(content, SecretJson.Default.StoredSecrets) is not { Schema: Schema, Secrets: { } stored }) return Damaged(file, $"its schema is not {Schema}");
            if (stored.Any(secret => secret is null)) return Damaged(file, "a secret is missing");
            using var cipher = new AesGcm(key, TagBytes);
            return stored.Select(secret => Open(cipher, tenant, secret)).ToList();
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException or ArgumentException)
        {
            // What a cipher says of a wrong key or a changed byte is the same, and holds nothing of the value.
            return Damaged(file, exception is JsonException ? "no valid JSON" : "it was not sealed for this tenant under this key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public bool Knows(Guid tenant) => File.Exists(paths.SecretsOf(tenant));

    /// <inheritdoc/>
    public UnitResult<LobsterError> Save(Guid tenant, IReadOnlyList<TenantSecret> secrets)
    {
        // An empty file stays: a guest that sleeps has not heard yet that there are none any more.
        if (secrets.Count == 0 && !Knows(tenant)) return UnitResult.Success<LobsterError>();
        if (EnsureFolder().TryGetError(out var noFolder)) return noFolder;
        if (EnsureKey().TryGetError(out var noKey, out var key)) return noKey;
        try
        {
            using var cipher = new AesGcm(key, TagBytes);
            var stored = new StoredSecrets(Schema, [.. secrets.Select(secret => Seal(cipher, tenant, secret))]);
            return DurableFile.Replace(paths.SecretsOf(tenant), JsonSerializer.SerializeToUtf8Bytes(stored, SecretJson.Default.StoredSecrets), OwnerOnly).MapError(Unwritten);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove(Guid tenant)
    {
        var file = paths.SecretsOf(tenant);
        var unfinished = DurableFile.TemporaryOf(file);
        if (!File.Exists(file) && !File.Exists(unfinished)) return UnitResult.Success<LobsterError>();
        try
        {
            File.Delete(file);
            File.Delete(unfinished);
            return DurableFile.FlushFolder(paths.Secrets).MapError(Unwritten);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SecretErrors.Unwritten, $"{file}: {exception.Message}");
        }
    }

    private UnitResult<LobsterError> EnsureFolder()
    {
        try
        {
            _ = Directory.CreateDirectory(paths.Secrets, OwnersFolder);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(SecretErrors.Unwritten, $"{paths.Secrets}: {exception.Message}");
        }
    }

    private Result<byte[], LobsterError> EnsureKey()
    {
        // Two tenants' first secrets at once would otherwise make two keys, of which one is lost.
        lock (making) return MakeKey();
    }

    private Result<byte[], LobsterError> MakeKey()
    {
        if (File.Exists(paths.SecretsKey)) return ReadKey();

        // Somebody's secrets would be lost for good, in silence.
        if (Directory.EnumerateFiles(paths.Secrets, "*.json").Any()) return Damaged(paths.SecretsKey, "it is gone, and there are secrets under it");
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        return DurableFile.Replace(paths.SecretsKey, key, OwnerOnly).TryGetError(out var unwritten) ? Unwritten(unwritten) : key;
    }

    private Result<byte[], LobsterError> ReadKey()
    {
        if (PlainFile.ReadAll(paths.SecretsKey, KeyBytes).TryGetError(out var unread, out var key)) return Damaged(paths.SecretsKey, unread.Message);
        return key.Length == KeyBytes ? key : Damaged(paths.SecretsKey, $"it has {key.Length} bytes, expected {KeyBytes}");
    }

    private static StoredSecret Seal(AesGcm cipher, Guid tenant, TenantSecret secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret.Value);
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var (sealedBytes, tag) = (new byte[plain.Length], new byte[TagBytes]);
        cipher.Encrypt(nonce, plain, sealedBytes, tag, Context(tenant, secret.Key));
        CryptographicOperations.ZeroMemory(plain);
        return new StoredSecret(secret.Key, secret.SetAt, nonce, sealedBytes, tag);
    }

    private static TenantSecret Open(AesGcm cipher, Guid tenant, StoredSecret stored)
    {
        var plain = new byte[stored.Sealed.Length];
        cipher.Decrypt(stored.Nonce, stored.Sealed, stored.Tag, plain, Context(tenant, stored.Key));
        var value = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return new TenantSecret(stored.Key, value, stored.SetAt);
    }

    private static byte[] Context(Guid tenant, string key) => [.. tenant.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(key)];

    private static LobsterError Damaged(string file, string why) =>
        new(SecretErrors.Damaged, $"{file}: {why}", "put the file back from a copy, or evict the tenant and set its secrets anew");

    private static LobsterError Unwritten(LobsterError error) => new(SecretErrors.Unwritten, "the secrets could not be written", Cause: error);
}

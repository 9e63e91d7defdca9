using System.Security.Cryptography;
using System.Text.Json;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary>Entity tags of tenants: a digest of what the API shows of one, so it changes exactly when that does.</summary>
public sealed class TenantTags(RegistryBook registry, TenantMapping mapping)
{
    private const int TagBytes = 12;

    /// <summary>The tag of a tenant as the API shows it.</summary>
    public static string Of(ReadOnlySpan<byte> json) => $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, TagBytes))}\"";

    /// <summary>Whether what <c>If-Match</c> names is still so. A tenant that is not there is its path's to tell of.</summary>
    /// <remarks>Looked at before the command is taken up; commands on one tenant take their turns after that.</remarks>
    internal bool IsMatchedBy(HttpRequest request, string name)
    {
        if (request.Headers.IfMatch.Count == 0) return true;
        if (!TenantName.Parse(name).TryGetValue(out var parsed) || !registry.Current.Tenants.TryGetValue(parsed, out var tenant)) return true;
        var tag = Of(JsonSerializer.SerializeToUtf8Bytes(mapping.ToBody(tenant), ReefJson.Default.TenantBody));
        return request.Headers.IfMatch.Any(header => header!.Split(',', StringSplitOptions.TrimEntries).Any(wanted => wanted == "*" || wanted == tag));
    }
}

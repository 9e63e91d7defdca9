using System.Globalization;
using System.Text.Json;
using Lobsterd.Domain.Registry;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary>The list of all tenants, rendered once per generation of the registry.</summary>
public sealed class TenantListing(RegistryBook registry, TenantMapping mapping)
{
    private Rendered? last;

    /// <summary>Answers the list, with the generation as its entity tag; 304 when the client has it already.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var rendered = Render();
        context.Response.Headers.ETag = rendered.Tag;
        if (context.Request.Headers.IfNoneMatch.ToString() == rendered.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = rendered.Json.Length;
        await context.Response.Body.WriteAsync(rendered.Json, context.RequestAborted);
    }

    private Rendered Render()
    {
        var snapshot = registry.Current;
        var known = Volatile.Read(ref last);
        if (known is not null && ReferenceEquals(known.Of, snapshot)) return known;

        var list = new TenantList([.. snapshot.Tenants.Values.Select(mapping.ToBody)]);
        var fresh = new Rendered(
            snapshot,
            string.Create(CultureInfo.InvariantCulture, $"\"{snapshot.Generation}\""),
            JsonSerializer.SerializeToUtf8Bytes(list, ReefJson.Default.TenantList));
        Volatile.Write(ref last, fresh);
        return fresh;
    }

    private sealed record Rendered(RegistrySnapshot Of, string Tag, byte[] Json);
}

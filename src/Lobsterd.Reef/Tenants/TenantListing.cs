using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary>The list of tenants; the whole of it is rendered once per generation of the registry.</summary>
public sealed class TenantListing(RegistryBook registry, TenantMapping mapping)
{
    private Rendered? last;

    /// <summary>Answers the tenants that the caller may see and asks for, with the generation as their entity tag; 304 when the client has it already.</summary>
    /// <error code="request.parameter.invalid">A parameter has no usable value.</error>
    public async Task WriteAsync(HttpContext context)
    {
        var caller = Peer.CallerOf(context);
        var isWhole = !context.Request.QueryString.HasValue && caller.Tenants is null;
        var query = new TenantQuery();
        if (!isWhole && TenantQuery.Read(context.Request.Query).TryGetError(out var invalid, out query))
        {
            await ProblemMapping.WriteAsync(context, invalid);
            return;
        }

        var snapshot = registry.Current;
        var rendered = isWhole ? RenderWhole(snapshot) : null;
        var tag = rendered?.Tag ?? TagOf(snapshot);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var json = rendered?.Json ?? Render(snapshot, query, caller);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private Rendered RenderWhole(RegistrySnapshot snapshot)
    {
        var known = Volatile.Read(ref last);
        if (known is not null && ReferenceEquals(known.Of, snapshot)) return known;

        var list = new TenantList([.. snapshot.Tenants.Values.Select(mapping.ToBody)]);
        var fresh = new Rendered(snapshot, TagOf(snapshot), JsonSerializer.SerializeToUtf8Bytes(list, ReefJson.Default.TenantList));
        Volatile.Write(ref last, fresh);
        return fresh;
    }

    private byte[] Render(RegistrySnapshot snapshot, TenantQuery query, Caller caller)
    {
        // One more than wanted tells whether there are more.
        var found = snapshot.Tenants.Values.Where(tenant => caller.MayTouch(tenant.Name.Value) && query.Wants(tenant))
            .Take(query.Limit == int.MaxValue ? int.MaxValue : query.Limit + 1).ToList();
        var shown = found.Count > query.Limit ? found[..query.Limit] : found;
        var next = found.Count > query.Limit ? TenantQuery.CursorBehind(shown[^1].Name.Value) : null;
        if (query.Fields.Count == 0) return JsonSerializer.SerializeToUtf8Bytes(new TenantList([.. shown.Select(mapping.ToBody)], next), ReefJson.Default.TenantList);
        var picked = new JsonObject { ["tenants"] = new JsonArray([.. shown.Select(tenant => Pick(tenant, query.Fields))]), ["next"] = next };
        return System.Text.Encoding.UTF8.GetBytes(picked.ToJsonString());
    }

    private JsonObject Pick(Tenant tenant, IReadOnlyList<string> fields)
    {
        var whole = JsonSerializer.SerializeToNode(mapping.ToBody(tenant), ReefJson.Default.TenantBody)!.AsObject();
        return new JsonObject(whole.Where(member => fields.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private static string TagOf(RegistrySnapshot snapshot) => string.Create(CultureInfo.InvariantCulture, $"\"{snapshot.Generation}\"");

    private sealed record Rendered(RegistrySnapshot Of, string Tag, byte[] Json);
}

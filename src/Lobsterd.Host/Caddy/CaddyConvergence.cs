using System.Text.Json.Nodes;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Caddy;

/// <summary>Makes a Caddy's configuration hold what it shall, by looking first: a Caddy that is right is left alone, since every change makes
/// it provision everything anew and, in 2.6, cut every WebSocket.</summary>
/// <param name="admin">The Caddy.</param>
internal sealed class CaddyConvergence(CaddyAdmin admin)
{
    /// <summary>Makes every part so.</summary>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It refused; its words are in the message.</error>
    /// <error code="caddy.config.conflict">A part that Caddy has only once is another's.</error>
    public async Task<UnitResult<LobsterError>> ApplyAsync(IReadOnlyList<CaddyPart> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
            if ((await ApplyAsync(part, cancellationToken)).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Which parts are missing or other than they shall be; changes nothing.</summary>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It refused; its words are in the message.</error>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(IReadOnlyList<CaddyPart> parts, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var part in parts)
        {
            if ((await admin.ReadAsync(part.Path, cancellationToken)).TryGetError(out var error, out var current)) return error;
            if (current is null) faults.Add($"{part.Path} is missing");
            else if (!JsonNode.DeepEquals(current, part.Value)) faults.Add($"{part.Path} was changed");
        }

        return faults;
    }

    /// <summary>Removes what any configuration of ours may have left.</summary>
    /// <param name="onDemand">The part that Caddy has only once; removed only if it is ours.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="edge.control.unreachable">Nobody listens there.</error>
    /// <error code="caddy.admin.refused">It refused; its words are in the message.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(CaddyPart.Only onDemand, CancellationToken cancellationToken)
    {
        foreach (var path in CaddyDocument.RemovalPaths)
            if ((await admin.RemoveAsync(path, cancellationToken)).TryGetError(out var error)) return error;
        if ((await admin.ReadAsync(onDemand.Path, cancellationToken)).TryGetError(out var unread, out var current)) return unread;
        return JsonNode.DeepEquals(current, onDemand.Value)
            ? await admin.RemoveAsync(onDemand.Path, cancellationToken)
            : UnitResult.Success<LobsterError>();
    }

    private async Task<UnitResult<LobsterError>> ApplyAsync(CaddyPart part, CancellationToken cancellationToken)
    {
        if ((await admin.ReadAsync(part.Path, cancellationToken)).TryGetError(out var error, out var current)) return error;
        if (JsonNode.DeepEquals(current, part.Value)) return UnitResult.Success<LobsterError>();

        return (part, current) switch
        {
            (CaddyPart.Only, not null) => new LobsterError(
                EdgeErrors.CaddyConflict, $"Caddy's configuration has another value at {part.Path}, which it has only once",
                "remove it there, or let lobsterd run its own Caddy"),
            (CaddyPart.Element element, null) => await AddAsync(element, cancellationToken),
            (_, null) => await admin.WriteAsync("PUT", part.Path, part.Value, cancellationToken),
            _ => await admin.WriteAsync("PATCH", part.Path, part.Value, cancellationToken),
        };
    }

    // POST adds to an array that is there; PUT makes one, and what lies above it.
    private async Task<UnitResult<LobsterError>> AddAsync(CaddyPart.Element element, CancellationToken cancellationToken)
    {
        if ((await admin.ReadAsync(element.ArrayPath, cancellationToken)).TryGetError(out var error, out var array)) return error;
        return array is null
            ? await admin.WriteAsync("PUT", element.ArrayPath, new JsonArray(element.Value.DeepClone()), cancellationToken)
            : await admin.WriteAsync("POST", element.ArrayPath, element.Value, cancellationToken);
    }
}

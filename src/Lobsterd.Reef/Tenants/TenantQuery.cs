using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Tenants;

/// <summary>Which tenants a client wants to see, and what of them.</summary>
internal sealed record TenantQuery
{
    internal const int MostTenants = 1_000;

    private static readonly HashSet<string> Members = [.. ReefJson.Default.TenantBody.Properties.Select(property => property.Name)];

    /// <summary>Only these names; null for all.</summary>
    internal TenantGlob? Names { get; private init; }

    /// <summary>Only in one of these states; empty for all.</summary>
    internal IReadOnlyList<ObservedState> States { get; private init; } = [];

    /// <summary>Only of this image's name; null for all.</summary>
    internal string? Image { get; private init; }

    /// <summary>Only those behind this name; empty for the first ones.</summary>
    internal string After { get; private init; } = "";

    /// <summary>Most of them.</summary>
    internal int Limit { get; private init; } = int.MaxValue;

    /// <summary>The members to tell; empty for all.</summary>
    internal IReadOnlyList<string> Fields { get; private init; } = [];

    /// <summary>Declares what <see cref="Read"/> reads.</summary>
    internal static ReefRoute Declare(ReefRoute route) => route
        .Query("name", "Only these names, e.g. team-*.")
        .Query("state", "Only those in these states, separated by commas.")
        .Query("image", "Only those of this image.")
        .Query("limit", "Most tenants in one answer, 1 to 1,000; all unless said otherwise.", QueryShape.Number)
        .Query("cursor", "Goes on where the answer before ended: its next.")
        .Query("fields", "The members to tell of each tenant, separated by commas; all unless said otherwise.");

    /// <error code="request.parameter.invalid">A parameter has no usable value.</error>
    /// <error code="access.glob.invalid">The names are no pattern.</error>
    internal static Result<TenantQuery, LobsterError> Read(IQueryCollection query)
    {
        TenantGlob? names = null;
        if (TextOf(query, "name") is { } pattern && TenantGlob.Parse(pattern).TryGetError(out var invalid, out names)) return invalid;

        var states = new List<ObservedState>();
        foreach (var word in ListOf(query, "state"))
        {
            if (!StateNames.TryParse<ObservedState>(word, out var state))
                return Refuse($"state is of {string.Join(", ", Enum.GetValues<ObservedState>().Select(StateNames.Of))}");
            states.Add(state);
        }

        var limit = int.MaxValue;
        if (TextOf(query, "limit") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MostTenants))
            return Refuse($"limit is a number from 1 to {MostTenants}");
        if (CursorOf(query) is not { } after) return Refuse("cursor is what the answer before gave as next");
        var fields = ListOf(query, "fields");
        if (fields.FirstOrDefault(field => !Members.Contains(field)) is { } unknown)
            return Refuse($"a tenant has no member '{PlainText.Of(unknown, 64)}'; it has {string.Join(", ", Members)}");
        return new TenantQuery { Names = names, States = states, Image = TextOf(query, "image"), After = after, Limit = limit, Fields = fields };
    }

    /// <summary>Whether a tenant is wanted.</summary>
    internal bool Wants(Tenant tenant) =>
        string.CompareOrdinal(tenant.Name.Value, After) > 0
        && (Names is null || Names.Matches(tenant.Name.Value))
        && (States.Count == 0 || States.Contains(tenant.Observed))
        && (Image is null || tenant.ImageName == Image);

    /// <summary>What a client sends to go on behind a tenant.</summary>
    internal static string CursorBehind(string name) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(name));

    private static string? CursorOf(IQueryCollection query)
    {
        if (TextOf(query, "cursor") is not { } text) return "";
        Span<byte> name = stackalloc byte[64];
        return text.Length <= 48 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, name, out var length) && TenantName.Parse(Encoding.ASCII.GetString(name[..length])).IsSuccess
            ? Encoding.ASCII.GetString(name[..length])
            : null;
    }

    private static string? TextOf(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static string[] ListOf(IQueryCollection query, string name) => query[name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static LobsterError Refuse(string message) => new(RequestErrors.ParameterInvalid, message);
}

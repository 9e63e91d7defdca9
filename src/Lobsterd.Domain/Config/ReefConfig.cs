namespace Lobsterd.Domain.Config;

/// <summary>The API.</summary>
public sealed record ReefConfig
{
    /// <summary>A group of the host whose members may use the API socket; they are root-equivalent unless <c>socketScopes</c> says otherwise. Null: root only.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>What users of the host may do on the socket, by the number of the user; root may do everything. Empty: whoever can connect may do everything.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SocketScopes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Requests a second that each token may make, and each address without one; the socket is not counted.</summary>
    public int RequestsPerSecond { get; init; } = 1_000;

    /// <summary>Origins whose pages may call the API from a browser; empty: none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; init; } = [];
}

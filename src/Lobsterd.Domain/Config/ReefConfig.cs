namespace Lobsterd.Domain.Config;

/// <summary>The API.</summary>
public sealed record ReefConfig
{
    /// <summary>A group of the host whose members may use the API socket; they are root-equivalent unless <c>socketScopes</c> says otherwise. Null: root only.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>What users of the host may do on the socket, by the number of the user; root may do everything. Empty: whoever can connect may do everything.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SocketScopes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

namespace Lobsterd.Domain.Config;

/// <summary>The API.</summary>
public sealed record ReefConfig
{
    /// <summary>A group of the host whose members may use the API socket; they are root-equivalent. Null: root only.</summary>
    public string? SocketGroup { get; init; }
}

namespace Lobsterd.Edge.Forwarding;

/// <summary>Through which door a connection came; a feature of the connection.</summary>
internal sealed class Entrance
{
    /// <summary>Caddy or root, as the kernel says: what it tells of the client is believed.</summary>
    public static readonly Entrance Caddy = new();

    /// <summary>Anyone: nothing is believed.</summary>
    public static readonly Entrance Anyone = new();

    /// <summary>The door where Caddy asks for names; no tenant is reached through it.</summary>
    public static readonly Entrance Ask = new();

    private Entrance() { }
}

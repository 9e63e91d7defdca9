namespace Lobsterd.Cli.Tank;

/// <summary>What a key asks for beyond the screen.</summary>
internal abstract record TankAct
{
    private TankAct() { }

    /// <summary>Leave.</summary>
    internal sealed record Quit : TankAct;

    /// <summary>Read a tenant's past.</summary>
    internal sealed record Look(string Tenant) : TankAct;

    /// <summary>Read a tenant's past, and check it.</summary>
    internal sealed record Examine(string Tenant) : TankAct;

    /// <summary>Molt a tenant.</summary>
    internal sealed record Molt(string Tenant) : TankAct;

    /// <summary>Evict a tenant; the person has said yes.</summary>
    internal sealed record Evict(string Tenant) : TankAct;
}

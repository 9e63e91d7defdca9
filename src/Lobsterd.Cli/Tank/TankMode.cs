namespace Lobsterd.Cli.Tank;

/// <summary>What the screen shows, and whom the keys are for.</summary>
internal enum TankMode
{
    /// <summary>The table of tenants.</summary>
    List,

    /// <summary>The table, while a filter is typed.</summary>
    Filter,

    /// <summary>The selected tenant's checks, events and last lines.</summary>
    Details,

    /// <summary>The selected tenant's lines.</summary>
    Logs,

    /// <summary>The table, while it is asked whether the selected tenant shall go.</summary>
    Evict,

    /// <summary>The keys.</summary>
    Help,
}

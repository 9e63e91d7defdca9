namespace Lobsterd.Engine.Watch;

/// <summary>How a look or a repair came out, in a word.</summary>
public enum MendVerdict
{
    /// <summary>Nothing is wrong.</summary>
    Healthy,

    /// <summary>Something is wrong.</summary>
    Ill,

    /// <summary>The VM is not there.</summary>
    Gone,

    /// <summary>Nothing can be said: it could not be looked at.</summary>
    Unclear,

    /// <summary>A command has the tenant in hand.</summary>
    Busy,
}

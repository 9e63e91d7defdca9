using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Network;

/// <summary>Something became of the tenants' network.</summary>
public abstract record NetworkNews
{
    private NetworkNews() { }

    /// <summary>A TAP is gone, off, or it and what it has (addresses, neighbours, settings) are not as they were made.</summary>
    /// <param name="Slot">Whose.</param>
    public sealed record Tap(Slot Slot) : NetworkNews;

    /// <summary>The wall was changed by somebody else, or more happened than could be told.</summary>
    public sealed record All : NetworkNews;
}

using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Overlay;

/// <summary>The ways in which a freeze can be out of place.</summary>
internal static class OverlayErrors
{
    /// <summary>It is frozen already, or a freeze is under way.</summary>
    internal static readonly ErrorCode FrozenAlready = new("guest.overlay.frozen", ErrorKind.Conflict);

    /// <summary>It is not frozen; the timer may have thawed it.</summary>
    internal static readonly ErrorCode NotFrozen = new("guest.overlay.not-frozen", ErrorKind.Conflict);
}

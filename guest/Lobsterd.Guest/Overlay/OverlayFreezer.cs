using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Overlay;

/// <summary>Freezes the overlay for a while. The guest thaws by its own timer, so a host that dies in between leaves no frozen guest.</summary>
internal sealed class OverlayFreezer(IOverlay overlay, TimeProvider clock)
{
    private ITimer? timer;
    private bool isBusy;

    /// <summary>Whether writers are held back now.</summary>
    internal bool IsFrozen => timer is not null;

    /// <summary>Freezes; completes when everything written so far is on the disk.</summary>
    /// <param name="atMost">After this long it thaws by itself.</param>
    /// <error code="guest.overlay.frozen">It is frozen already.</error>
    /// <error code="filesystem.freeze.refused">The kernel refused.</error>
    internal async Task<UnitResult<LobsterError>> FreezeAsync(TimeSpan atMost)
    {
        if (IsFrozen || isBusy) return new LobsterError(OverlayErrors.FrozenAlready, "the overlay is frozen already");

        isBusy = true;
        // Waiting for the disk belongs elsewhere: the loop answers meanwhile.
        var frozen = await Task.Run(overlay.Freeze);
        isBusy = false;
        if (frozen.IsSuccess) timer = clock.CreateTimer(_ => _ = Thaw(), null, atMost, Timeout.InfiniteTimeSpan);
        return frozen;
    }

    /// <summary>Ends a freeze.</summary>
    /// <error code="guest.overlay.not-frozen">It is not frozen: the timer was faster, or nobody froze it.</error>
    /// <error code="filesystem.thaw.refused">The kernel refused.</error>
    internal UnitResult<LobsterError> Thaw()
    {
        if (timer is null) return new LobsterError(OverlayErrors.NotFrozen, "the overlay is not frozen");

        timer.Dispose();
        timer = null;
        // Thawing waits for nobody, so the loop may do it.
        return overlay.Thaw();
    }
}

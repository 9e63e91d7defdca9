using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Identity;

/// <summary>The ways in which a claim can fail.</summary>
internal static class IdentityErrors
{
    /// <summary>A value of the claim is outside its range; the message names it.</summary>
    internal static readonly ErrorCode ClaimInvalid = new("guest.claim.invalid", ErrorKind.Invalid);

    /// <summary>The VM has an identity already, and it is another.</summary>
    internal static readonly ErrorCode ClaimedAlready = new("guest.claim.taken", ErrorKind.Conflict);

    /// <summary>The VM is not held, or is held under another nonce.</summary>
    internal static readonly ErrorCode NotHeld = new("guest.hold.other", ErrorKind.Conflict);

    /// <summary>The machine could not be made the tenant's: the kernel refused a change, or a file could not be written.</summary>
    internal static readonly ErrorCode ApplyFailed = new("guest.claim.failed", ErrorKind.Unavailable);
}

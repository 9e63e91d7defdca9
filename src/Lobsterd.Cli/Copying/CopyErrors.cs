using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Copying;

/// <summary>The ways in which a copy can fail that are not those of a tree of files.</summary>
public static class CopyErrors
{
    /// <summary>The guest could not read or write what was named; the message is the guest's own.</summary>
    public static readonly ErrorCode GuestFailed = new("copy.guest.failed", ErrorKind.Unavailable);
}

using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Users;

/// <summary>The ways in which looking a user up can fail.</summary>
internal static class UserErrors
{
    /// <summary>The guest has no such user.</summary>
    internal static readonly ErrorCode Unknown = new("guest.user.unknown", ErrorKind.NotFound);
}

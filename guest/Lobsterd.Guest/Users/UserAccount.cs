namespace Lobsterd.Guest.Users;

/// <summary>Somebody whom programs in the guest run as.</summary>
/// <param name="Name">The login name.</param>
/// <param name="UserId">The user id; 0 is root.</param>
/// <param name="GroupId">The primary group.</param>
/// <param name="Groups">The supplementary groups.</param>
/// <param name="Home">The home folder.</param>
/// <param name="Shell">The login shell.</param>
internal sealed record UserAccount(string Name, uint UserId, uint GroupId, IReadOnlyList<uint> Groups, string Home, string Shell);

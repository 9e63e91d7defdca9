using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Identity;

/// <summary>The files in the guest's root by which programs learn who they run for and how to resolve names.</summary>
internal sealed class GuestFiles(string root)
{
    /// <summary>Writes host name, hosts and resolvers.</summary>
    /// <error code="guest.claim.failed">A file could not be written: the disk is full, or read-only.</error>
    internal UnitResult<LobsterError> Write(TenantClaim claim)
    {
        var resolvers = new StringBuilder();
        foreach (var resolver in claim.Dns) _ = resolvers.Append(CultureInfo.InvariantCulture, $"nameserver {resolver}\n");
        try
        {
            var folder = Path.Combine(root, "etc");
            _ = Directory.CreateDirectory(folder);
            IdentityFile.Write(Path.Combine(folder, "hostname"), $"{claim.Name}\n");
            IdentityFile.Write(Path.Combine(folder, "hosts"), $"127.0.0.1 localhost\n::1 localhost\n{claim.Address} {claim.Name}\n");
            IdentityFile.Write(Path.Combine(folder, "resolv.conf"), resolvers.ToString());
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(IdentityErrors.ApplyFailed, exception.Message);
        }
    }
}

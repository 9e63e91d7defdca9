using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Identity;

/// <summary>The files in the guest's root by which programs learn who they run for and how to resolve names.</summary>
internal sealed class GuestFiles(string root)
{
    // Whose disk it is. A copy of a disk is given to another tenant by its claim, and nothing else on it tells.
    private const string Mark = "lobsterd-tenant";
    private const int MostMarkBytes = 64;
    private const string SshFolder = "ssh";

    /// <summary>Writes host name, hosts and resolvers. On a copy of another tenant's disk SSH's host keys go: two machines must not have the same.</summary>
    /// <error code="guest.claim.failed">A file could not be written: the disk is full, or read-only.</error>
    internal UnitResult<LobsterError> Write(TenantClaim claim)
    {
        var resolvers = new StringBuilder();
        foreach (var resolver in claim.Dns) _ = resolvers.Append(CultureInfo.InvariantCulture, $"nameserver {resolver}\n");
        try
        {
            var folder = Path.Combine(root, "etc");
            _ = Directory.CreateDirectory(folder);
            if (IsAnothers(folder, claim)) RemoveHostKeys(folder);
            return IdentityFile.Write(Path.Combine(folder, Mark), $"{claim.Id:D}\n")
                .Bind(() => IdentityFile.Write(Path.Combine(folder, "hostname"), $"{claim.Name}\n"))
                .Bind(() => IdentityFile.Write(Path.Combine(folder, "hosts"), $"127.0.0.1 localhost\n::1 localhost\n{claim.Address} {claim.Name}\n"))
                .Bind(() => IdentityFile.Write(Path.Combine(folder, "resolv.conf"), resolvers.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(IdentityErrors.ApplyFailed, exception.Message);
        }
    }

    /// <summary>SSH's public host keys, kind and key; none where there is no SSH, or it has not made them yet.</summary>
    internal IReadOnlyList<string> HostKeys()
    {
        var keys = Path.Combine(root, "etc", SshFolder);
        if (!FileStat.Of(keys).TryGetValue(out var found) || found.Type != FileKind.Folder) return [];
        var all = new List<string>();
        foreach (var file in Directory.EnumerateFiles(keys, "ssh_host_*_key.pub").Take(AgentLimits.MaxHostKeys))
            if (PlainFile.ReadAll(file, AgentLimits.MaxHostKeyLength).TryGetValue(out var key) && Encoding.UTF8.GetString(key).Split(' ', '\n') is [var kind, var encoded, ..])
                all.Add($"{kind} {encoded}");
        return all;
    }

    private static bool IsAnothers(string folder, TenantClaim claim) =>
        PlainFile.ReadAll(Path.Combine(folder, Mark), MostMarkBytes).TryGetValue(out var mark) && Encoding.UTF8.GetString(mark) != $"{claim.Id:D}\n";

    private static void RemoveHostKeys(string folder)
    {
        var keys = Path.Combine(folder, SshFolder);
        if (!FileStat.Of(keys).TryGetValue(out var found) || found.Type != FileKind.Folder) return;
        foreach (var key in Directory.EnumerateFiles(keys, "ssh_host_*")) File.Delete(key);
    }
}

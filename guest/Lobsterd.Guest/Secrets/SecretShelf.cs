using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Guest.Users;
using Lobsterd.Linux.Files;

namespace Lobsterd.Guest.Secrets;

/// <summary>The tenant's secrets in the guest: in our memory, and those that are files in <c>/run/secrets</c>, which is memory too. Never on a disk.</summary>
/// <param name="root">The folder that is the guest's root.</param>
internal sealed class SecretShelf(string root)
{
    private const UnixFileMode EveryoneMayPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const int OwnerReads = 0x100;    // 0400

    private readonly string folder = Path.Combine(root, "run/secrets");
    private IReadOnlyList<WorkloadSecret> all = [];

    /// <summary>Takes new secrets in the place of the old ones; <see cref="Lay"/> makes their files.</summary>
    internal void Take(IReadOnlyList<WorkloadSecret> secrets) => all = secrets;

    /// <summary>Whether others are not the ones that are here.</summary>
    internal bool Differs(IReadOnlyList<WorkloadSecret> others) => !all.ToHashSet().SetEquals(others);

    /// <summary>Adds those that are variables to an environment.</summary>
    internal void AddTo(Dictionary<string, string> environment)
    {
        foreach (var secret in all.Where(secret => !secret.IsFile)) environment[secret.Key] = secret.Value;
    }

    /// <summary>Makes the files of those that are files, for the workload's user alone, and removes those of earlier ones.</summary>
    /// <error code="guest.claim.failed">A file could not be written.</error>
    /// <error code="file.act.failed">The kernel refused.</error>
    internal UnitResult<LobsterError> Lay(UserAccount user)
    {
        var files = all.Where(secret => secret.IsFile).ToList();
        if (files.Count == 0 && !Directory.Exists(folder)) return UnitResult.Success<LobsterError>();
        try
        {
            _ = Directory.CreateDirectory(folder, EveryoneMayPass);
            File.SetUnixFileMode(folder, EveryoneMayPass);
            return Write(files, user);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(IdentityErrors.ApplyFailed, exception.Message);
        }
    }

    private UnitResult<LobsterError> Write(List<WorkloadSecret> files, UserAccount user)
    {
        foreach (var secret in files)
        {
            var path = Path.Combine(folder, secret.Key);
            var laid = VolatileFile.Replace(path, Encoding.UTF8.GetBytes(secret.Value), OwnerReads).Bind(() => FileOwner.Set(path, user.UserId, user.GroupId));
            if (laid.TryGetError(out var failed)) return failed;
        }

        foreach (var path in Directory.EnumerateFiles(folder))
            if (files.All(secret => secret.Key != Path.GetFileName(path))) File.Delete(path);
        return UnitResult.Success<LobsterError>();
    }
}

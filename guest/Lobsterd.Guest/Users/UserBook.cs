using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Users;

/// <summary>The guest's users: /etc/passwd and /etc/group, read anew each time, since the guest may change them. root and the tenant's user are
/// known without them.</summary>
/// <param name="root">The folder that is the guest's root, absolute; <c>/</c> but in process mode.</param>
/// <remarks>The C library's own look-up would load name service modules, which a static binary cannot.</remarks>
internal sealed class UserBook(string root)
{
    private const int MostFileBytes = 1 << 20;
    private const int PasswdFields = 7;
    private const int GroupFields = 4;

    private static readonly UserAccount Root = new("root", 0, 0, [], "/root", "/bin/sh");
    private static readonly UserAccount Tenant = new("tenant", 1000, 1000, [], "/home/tenant", "/bin/sh");

    /// <summary>Finds a user.</summary>
    /// <error code="guest.user.unknown">There is none of that name.</error>
    internal Result<UserAccount, LobsterError> Find(string name)
    {
        foreach (var fields in Read("etc/passwd", PasswdFields))
            if (fields[0] == name && TryParseId(fields[2], out var userId) && TryParseId(fields[3], out var groupId))
                return Rooted(new UserAccount(name, userId, groupId, GroupsOf(name), fields[5], fields[6]));

        if (name == Root.Name) return Rooted(Root);
        return name == Tenant.Name ? Rooted(Tenant) : new LobsterError(UserErrors.Unknown, $"no user '{name}'");
    }

    private UserAccount Rooted(UserAccount user) => root == "/" ? user : user with { Home = root + user.Home };

    private List<uint> GroupsOf(string name)
    {
        var groups = new List<uint>();
        foreach (var fields in Read("etc/group", GroupFields))
            if (fields[3].Split(',').Contains(name) && TryParseId(fields[2], out var groupId))
                groups.Add(groupId);
        return groups;
    }

    private IEnumerable<string[]> Read(string file, int fieldCount)
    {
        var path = Path.Combine(root, file);
        try
        {
            // The guest's root may have made it anything: a huge file is as good as none.
            if (!File.Exists(path) || new FileInfo(path).Length > MostFileBytes) return [];
            return File.ReadAllLines(path).Select(line => line.Split(':')).Where(fields => fields.Length == fieldCount);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool TryParseId(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}

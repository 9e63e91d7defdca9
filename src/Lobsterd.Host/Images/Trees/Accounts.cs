using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;

namespace Lobsterd.Host.Images.Trees;

/// <summary>Adds users to a tree: lines in passwd(5), group(5), shadow(5) and gshadow(5), and a home. A tree without users gets root first.</summary>
internal static class Accounts
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Home = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>Adds them all.</summary>
    /// <error code="image.recipe.invalid">The base has a user or group of that name or number, or a home cannot be made.</error>
    public static UnitResult<LobsterError> Add(ImageTree tree, IReadOnlyList<RecipeUser> users)
    {
        if (users.FirstOrDefault(user => IsTaken(tree, user)) is { } taken)
            return new LobsterError(ImageErrors.RecipeInvalid, $"the base has a user or group '{taken.Name}' or {taken.Id} already");

        foreach (var user in users)
        {
            var home = new TreeNode.Folder { Mode = Home, UserId = user.Id, GroupId = user.Id };
            if (tree.Find(user.Home) is null && tree.Set(user.Home, home).TryGetError(out var error)) return error;
        }

        return Append(tree, "/etc/passwd", Readable, "root:x:0:0:root:/root:/bin/sh", users.Select(Passwd))
            .Bind(() => Append(tree, "/etc/group", Readable, "root:x:0:", users.Select(Group)))
            .Bind(() => Append(tree, "/etc/shadow", Secret, "root:*:::::::", users.Select(user => $"{user.Name}:*:::::::")))
            .Bind(() => Append(tree, "/etc/gshadow", Secret, "root:*::", users.Select(user => $"{user.Name}:!::")));
    }

    private static string Passwd(RecipeUser user) =>
        string.Create(CultureInfo.InvariantCulture, $"{user.Name}:x:{user.Id}:{user.Id}::{user.Home}:{user.Shell}");

    private static string Group(RecipeUser user) => string.Create(CultureInfo.InvariantCulture, $"{user.Name}:x:{user.Id}:");

    // In both files the name is the first field, and the number of its kind the third.
    private static bool IsTaken(ImageTree tree, RecipeUser user) => ((string[])["/etc/passwd", "/etc/group"])
        .SelectMany(path => (tree.ReadText(path) ?? "").Split('\n'))
        .Select(line => line.Split(':'))
        .Any(fields => fields.Length > 2 && (fields[0] == user.Name || fields[2] == user.Id.ToString(CultureInfo.InvariantCulture)));

    // What the base has keeps its mode and owner: Debian's shadow files are its group shadow's.
    private static UnitResult<LobsterError> Append(ImageTree tree, string path, UnixFileMode mode, string first, IEnumerable<string> lines)
    {
        var before = tree.ReadText(path) ?? first + '\n';
        var text = before + string.Concat(lines.Select(line => line + '\n'));
        var node = tree.Find(path) as TreeNode.File ?? new TreeNode.File { Mode = mode, Content = new FileContent.Inline(default) };
        return tree.Set(path, node with { Content = new FileContent.Inline(Encoding.UTF8.GetBytes(text)) });
    }
}

using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Npm;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Host.Images.Trees;

namespace Lobsterd.Host.Images.Building;

/// <summary>Lays everything that a recipe says over a base.</summary>
/// <param name="guest">lobsterd's own binary, for recipes that ask for it.</param>
/// <param name="npm">Packages of npm, likewise.</param>
internal sealed class ImageContent(GuestBinary guest, NpmTree npm)
{
    private const UnixFileMode Plain = (UnixFileMode)0b110_100_100;
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    private const UnixFileMode OwnerOnly = (UnixFileMode)0b111_000_000;
    private const UnixFileMode Sticky = (UnixFileMode)0b1_111_111_111;
    private const long LargestFile = 1L << 30;
    private const int MostRootFiles = 4_096;

    /// <summary>Puts it in, each layer over the one before: what every image has, the recipe's files, its content, its users.</summary>
    /// <param name="tree">The base.</param>
    /// <param name="shelved">The recipe.</param>
    /// <param name="folder">Absolute path of a folder for what has to be unpacked.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.recipe.invalid">Something cannot be where the recipe wants it, or a file of the host is not there.</error>
    /// <error code="image.guest.missing">The recipe asks for the guest binary, and it is not there.</error>
    /// <error code="image.build.failed">A package cannot be had, or be unpacked.</error>
    /// <exception cref="IOException">A folder could not be read, or a file not be written.</exception>
    public async Task<UnitResult<LobsterError>> PutAsync(ImageTree tree, ShelvedRecipe shelved, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (PutFirmament(tree, shelved.Name).Bind(() => PutRootFiles(tree, shelved.RootFolder)).TryGetError(out var error)) return error;
        foreach (var content in shelved.Recipe.Content)
        {
            var put = content is RecipeContent.NpmPackages packages ? await npm.PutAsync(tree, shelved, packages, folder, progress, cancellationToken) : Put(tree, content);
            if (put.TryGetError(out error)) return error;
        }

        return Accounts.Add(tree, shelved.Recipe.Users);
    }

    // What the guest mounts upon or writes when it is claimed. A base's own hostname, addresses and machine id are those of the host that built it.
    private static UnitResult<LobsterError> PutFirmament(ImageTree tree, string name)
    {
        foreach (var (path, mode) in ((string, UnixFileMode)[])[("/dev", Executable), ("/proc", Executable), ("/sys", Executable), ("/run", Executable), ("/root", OwnerOnly), ("/tmp", Sticky)])
            if (tree.EnsureFolder(path, mode).TryGetError(out var error)) return error;

        return All(
            ((string Path, string Text)[])
            [
                ("/etc/hostname", "lobster\n"), ("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"), ("/etc/resolv.conf", ""), ("/etc/machine-id", ""),
                ("/etc/lobsterd-image", name + '\n'),
            ],
            file => tree.Set(file.Path, new TreeNode.File { Mode = Plain, Content = new FileContent.Inline(Encoding.UTF8.GetBytes(file.Text)) }));
    }

    private static UnitResult<LobsterError> PutRootFiles(ImageTree tree, string folder)
    {
        if (!Directory.Exists(folder)) return UnitResult.Success<LobsterError>();
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Take(MostRootFiles + 1).ToList();
        if (entries.Count > MostRootFiles) return Refused($"{folder} holds more than {MostRootFiles} files");
        return All(entries, entry =>
        {
            var path = '/' + Path.GetRelativePath(folder, entry.FullName);
            if (!ImagePath.IsValid(path)) return Refused($"{entry.FullName} can be no path of an image");
            return entry switch
            {
                { LinkTarget: { } target } => tree.Set(path, new TreeNode.Link { Mode = Executable, Target = target }),
                DirectoryInfo => tree.EnsureFolder(path, Executable),
                _ => PutHostFile(tree, path, entry.FullName, entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Executable : Plain),
            };
        });
    }

    private UnitResult<LobsterError> Put(ImageTree tree, RecipeContent content) => content switch
    {
        RecipeContent.Folder folder => tree.Set(folder.Path, new TreeNode.Folder { Mode = ModeOf(folder.Mode) }),
        RecipeContent.HostFile file => PutHostFile(tree, file.Path, file.Source, ModeOf(file.Mode)),
        RecipeContent.GuestBinary binary => guest.Check().Bind(() => PutHostFile(tree, binary.Path, guest.Path, Executable)),
        RecipeContent.Links links => All(links.Paths, path => tree.Set(path, new TreeNode.Link { Mode = Executable, Target = links.Target })),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static UnitResult<LobsterError> PutHostFile(ImageTree tree, string path, string source, UnixFileMode mode)
    {
        // A link such as /bin to /usr/bin, or busybox to its alternative, is followed: the recipe's author is root.
        var file = new FileInfo(source);
        if ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is not FileInfo { Exists: true } target) return Refused($"there is no file {source} on this host");
        if (target.Length > LargestFile) return Refused($"{source} is larger than {LargestFile} bytes");
        return tree.Set(path, new TreeNode.File { Mode = mode, Content = new FileContent.OnDisk(target.FullName, 0, target.Length) });
    }

    private static UnixFileMode ModeOf(string text) => RecipeRules.TryParseMode(text, out var mode) ? mode : Executable;

    private static UnitResult<LobsterError> All<T>(IEnumerable<T> items, Func<T, UnitResult<LobsterError>> put)
    {
        foreach (var item in items)
            if (put(item).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    private static LobsterError Refused(string message) => new(ImageErrors.RecipeInvalid, message);
}

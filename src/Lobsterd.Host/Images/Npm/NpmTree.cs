using System.Globalization;
using System.IO.Enumeration;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Host.Images.Trees;

namespace Lobsterd.Host.Images.Npm;

/// <summary>Lays the packages of a lock file into an image, as <c>npm ci --ignore-scripts --omit=dev</c> would, and the same each time. Nothing of them is run.</summary>
/// <param name="tarballs">Has their tarballs.</param>
/// <param name="keptFolder">Absolute path of the folder in which tarballs are kept, a folder for each recipe and lock file.</param>
internal sealed class NpmTree(NpmTarballs tarballs, string keptFolder)
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>Puts them in.</summary>
    /// <param name="tree">The image.</param>
    /// <param name="shelved">The recipe.</param>
    /// <param name="content">What of the recipe they are.</param>
    /// <param name="folder">Absolute path of a folder for what is unpacked.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <error code="image.recipe.invalid">The lock file is not valid, or something cannot be where the recipe wants it.</error>
    /// <error code="image.build.failed">A package cannot be had, or be unpacked.</error>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public async Task<UnitResult<LobsterError>> PutAsync(
        ImageTree tree, ShelvedRecipe shelved, RecipeContent.NpmPackages content, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if ((await NpmLock.ReadAsync(Path.Combine(shelved.Folder, content.Lock), cancellationToken)).TryGetError(out var invalid, out var packages)) return invalid;
        var kept = Path.Combine(keptFolder, shelved.Name, content.Lock);
        if ((await tarballs.EnsureAsync(packages, kept, progress, cancellationToken)).TryGetError(out var missing)) return missing;

        progress.Report($"unpacking {packages.Count} packages of npm");
        var archives = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        for (var i = 0; i < packages.Count; i++)
        {
            var package = packages[i];
            var archive = Path.Combine(archives, i.ToString(CultureInfo.InvariantCulture));
            var unpacked = await NpmTarball.UnpackAsync(
                NpmTarballs.PlaceOf(package, kept), archive, (tree, $"{content.Path}/{package.Folder}"),
                path => content.LeaveOut.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false)), cancellationToken);
            if (unpacked.Bind(() => PutPrograms(tree, content.Path, package)).TryGetError(out var error)) return error;
        }

        return UnitResult.Success<LobsterError>();
    }

    // Beside the package's own folder, node_modules/.bin has a link for each program. A program that its author forgot is nobody's loss.
    private static UnitResult<LobsterError> PutPrograms(ImageTree tree, string root, NpmPackage package)
    {
        const string modules = "node_modules/";
        var cut = package.Folder.LastIndexOf(modules, StringComparison.Ordinal) + modules.Length;
        foreach (var (name, path) in package.Programs)
        {
            var program = $"{root}/{package.Folder}/{path}";
            if (tree.Find(program) is not TreeNode.File file) continue;
            var put = tree.Set(program, file with { Mode = Executable })
                .Bind(() => tree.Set($"{root}/{package.Folder[..cut]}.bin/{name}", new TreeNode.Link { Mode = Executable, Target = $"../{package.Folder[cut..]}/{path}" }));
            if (put.TryGetError(out var error)) return error;
        }

        return UnitResult.Success<LobsterError>();
    }
}

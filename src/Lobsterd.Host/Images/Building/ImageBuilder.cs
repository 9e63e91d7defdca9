using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Host.Images.Trees;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images.Building;

/// <summary>Makes the tree of an image, and the squashfs of the tree. Everything that it makes lies in the folder that it is given.</summary>
internal sealed class ImageBuilder(ProgramRunner programs, BuildPrograms paths, ImageContent content, DebianBase debianBase, string? mirror)
{
    private readonly Squashfs squashfs = new(programs, paths);

    /// <summary>Makes the tree, as a tar archive.</summary>
    /// <param name="shelved">The recipe.</param>
    /// <param name="folder">Absolute path of an empty folder for what is made.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it; nothing runs on.</param>
    /// <error code="image.build.failed">The base could not be installed, a package not be had, or a file not be read.</error>
    /// <error code="image.recipe.invalid">Something cannot be where the recipe wants it.</error>
    /// <error code="image.guest.missing">The guest binary is not there.</error>
    public async Task<Result<BuiltTree, LobsterError>> MakeTreeAsync(
        ShelvedRecipe shelved, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            if ((await BaseOfAsync(shelved, folder, progress, cancellationToken)).TryGetError(out var error, out var tree)) return error;
            if ((await content.PutAsync(tree, shelved, folder, progress, cancellationToken)).TryGetError(out var misplaced)) return misplaced;

            progress.Report("laying out the files");
            var archive = Path.Combine(folder, "tree.tar");
            await using (var output = File.Create(archive)) await TreeTar.WriteAsync(tree, output, cancellationToken);
            return new BuiltTree(archive, await ContentHash.OfFileAsync(archive, cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ImageErrors.BuildFailed, $"image '{shelved.Name}' could not be built: {failure.Message}");
        }
    }

    /// <summary>Makes the squashfs.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="folder">Absolute path of the folder that the tree lies in.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends it; nothing runs on.</param>
    /// <returns>Absolute path of the file.</returns>
    /// <error code="image.build.failed">It could not be packed.</error>
    public async Task<Result<string, LobsterError>> PackAsync(BuiltTree tree, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("packing them");
        var image = Path.Combine(folder, "image.squashfs");
        return (await squashfs.MakeAsync(tree.Archive, image, cancellationToken)).Map(() => image);
    }

    private async Task<Result<ImageTree, LobsterError>> BaseOfAsync(
        ShelvedRecipe shelved, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (shelved.Recipe.Base is not RecipeBase.Debian debian) return new ImageTree();

        var host = await HostApt.ReadAsync(programs, paths.AptConfig, cancellationToken);
        var install = new DebianInstall(shelved.Name, debian, DebianMirrors.LinesFor(debian.Suite, mirror, host.Sources, host.Suite), host.Options);
        var installed = await debianBase.InstallAsync(install, folder, progress, cancellationToken);
        return await installed.Bind(archive => BaseTar.ReadAsync(archive, cancellationToken)).Tap(DebianBase.RemoveTraces);
    }
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Host.Images.Npm;
using Lobsterd.Host.Images.Recipes;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Images;

/// <summary>The image store: read-only root file systems by content hash, built from recipes.</summary>
public sealed class ImageStore : IImages, IDisposable
{
    // Beside the folders of recipes, whose names begin with letters.
    private const string NpmCache = ".npm";

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(20);

    private readonly ImageShelf shelf;
    private readonly RecipeShelf recipes;
    private readonly ImageBuilder builder;
    private readonly KernelStore kernels;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim building = new(1);
    private readonly HttpMessageInvoker http;

    /// <summary>A store; nothing is touched yet.</summary>
    /// <param name="paths">Where it lies.</param>
    /// <param name="config">Where recipes are, and the mirror of bases.</param>
    /// <param name="kernels">The kernels that images boot with.</param>
    /// <param name="tools">What builds need.</param>
    public ImageStore(LobsterdPaths paths, ImagesConfig config, KernelStore kernels, ImageTools tools)
    {
        (this.kernels, clock) = (kernels, tools.Clock);
        shelf = new ImageShelf(paths.Images);
        recipes = new RecipeShelf(config.Recipes ?? Path.Combine(LobsterdPaths.Binaries, "images"));
        var programs = new ProgramRunner(tools.Clock);
        http = new HttpMessageInvoker(tools.Http ?? new SocketsHttpHandler { ConnectTimeout = LongestConnect }, disposeHandler: tools.Http is null);
        builder = new ImageBuilder(
            programs,
            tools.Programs,
            new ImageContent(tools.Guest, new NpmTree(new NpmTarballs(http, tools.Clock, config.NpmRegistry), Path.Combine(paths.ImageCache, NpmCache))),
            new DebianBase(programs, tools.Programs, paths.ImageCache),
            config.Mirror);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        building.Dispose();
        http.Dispose();
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult(shelf.ReadAll().Map(manifests => (IReadOnlyList<Image>)[.. NewestFirst(manifests).Select(manifest => manifest.ToImage(shelf.IsDamaged(manifest)))]));

    /// <inheritdoc/>
    public Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken) => Task.FromResult(Find(nameOrHash));

    /// <inheritdoc/>
    public async Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken)
    {
        if (Whole(hash).TryGetError(out var error)) return error;
        return (await kernels.CurrentAsync(cancellationToken)).Map(kernel =>
            new BootFiles(kernel.Kernel, kernel.Initramfs, shelf.FileOf(hash), kernel.Release) { Vmlinux = kernel.Vmlinux });
    }

    /// <inheritdoc/>
    public async Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if ((await recipes.FindAsync(recipe, cancellationToken)).TryGetError(out var unusable, out var shelved)) return unusable;

        // One at a time: a build takes a whole processor, and whoever comes second for the same recipe finds it built.
        await building.WaitAsync(cancellationToken);
        try
        {
            if (shelf.OpenBuild().TryGetError(out var noFolder, out var folder)) return noFolder;
            try
            {
                return await BuildAsync(shelved, folder, progress, cancellationToken);
            }
            finally
            {
                ImageShelf.CloseBuild(folder);
            }
        }
        finally
        {
            _ = building.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken)
    {
        if (Whole(hash).TryGetError(out var error, out var manifest)) return error;
        try
        {
            return await ContentHash.OfFileAsync(shelf.FileOf(hash), cancellationToken) == hash ? manifest.ToImage(isDamaged: false) : ImageShelf.Damaged(hash, "its file holds something else");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ImageShelf.Damaged(hash, failure.Message);
        }
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken) => Task.FromResult(shelf.Remove(hash));

    private async Task<Result<Image, LobsterError>> BuildAsync(ShelvedRecipe shelved, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if ((await builder.MakeTreeAsync(shelved, folder, progress, cancellationToken)).TryGetError(out var noTree, out var tree)) return noTree;
        if (shelf.ReadAll().TryGetError(out var unreadable, out var manifests)) return unreadable;

        var known = manifests.FirstOrDefault(manifest => manifest.Name == shelved.Name && manifest.Tree == tree.Hash && manifest.Format == Squashfs.Format);
        if (known is not null && !shelf.IsDamaged(known))
        {
            progress.Report("nothing has changed since it was built");
            return Touch(known, manifests);
        }

        if ((await builder.PackAsync(tree, folder, progress, cancellationToken)).TryGetError(out var unpacked, out var file)) return unpacked;
        var built = new ImageManifest
        {
            Schema = ImageManifest.CurrentSchema,
            Hash = await ContentHash.OfFileAsync(file, cancellationToken),
            Name = shelved.Name,
            SizeBytes = new FileInfo(file).Length,
            BuiltAt = clock.GetUtcNow(),
            Workload = shelved.Recipe.Workload,
            Port = shelved.Recipe.Port,
            Tree = tree.Hash,
            Format = Squashfs.Format,
        };
        return shelf.Add(file, built).Map(() => built.ToImage(isDamaged: false));
    }

    // A recipe that was changed and changed back has been built as something else meanwhile: its name must mean this build again.
    private Result<Image, LobsterError> Touch(ImageManifest known, IEnumerable<ImageManifest> all)
    {
        if (NewestFirst(all).First(manifest => manifest.Name == known.Name) == known) return known.ToImage(isDamaged: false);
        var touched = known with { BuiltAt = clock.GetUtcNow() };
        return shelf.Write(touched).Map(() => touched.ToImage(isDamaged: false));
    }

    private Result<Image, LobsterError> Find(string nameOrHash)
    {
        var isName = RecipeRules.IsName(nameOrHash);
        var isPrefix = ContentHash.IsPrefix(nameOrHash);
        if (!isName && !isPrefix) return new LobsterError(ImageErrors.NameInvalid, $"'{nameOrHash}' is neither a recipe's name nor {ContentHash.ShortestPrefix} or more digits of a hash");
        if (shelf.ReadAll().TryGetError(out var unreadable, out var manifests)) return unreadable;

        if (NewestFirst(manifests).FirstOrDefault(manifest => manifest.Name == nameOrHash) is { } named) return named.ToImage(shelf.IsDamaged(named));
        if (!isPrefix) return new LobsterError(ImageErrors.Unknown, $"there is no image '{nameOrHash}'", $"lobsterd image build {nameOrHash} makes it if there is such a recipe; lobsterd image ls shows those that there are");
        if (shelf.HashesWith(nameOrHash).TryGetError(out var unlisted, out var hashes)) return unlisted;
        if (hashes.Count > 1) return new LobsterError(ImageErrors.Unknown, $"{hashes.Count} images begin with {nameOrHash}", "give more digits");
        return shelf.Read(hashes.Count == 1 ? hashes[0] : nameOrHash).Map(manifest => manifest.ToImage(shelf.IsDamaged(manifest)));
    }

    private Result<ImageManifest, LobsterError> Whole(string hash)
    {
        if (shelf.Read(hash).TryGetError(out var error, out var manifest)) return error;
        return shelf.IsDamaged(manifest) ? ImageShelf.Damaged(hash, "its file is missing or has another size") : manifest;
    }

    private static IEnumerable<ImageManifest> NewestFirst(IEnumerable<ImageManifest> manifests) =>
        manifests.OrderByDescending(manifest => manifest.BuiltAt).ThenBy(manifest => manifest.Hash, StringComparer.Ordinal);
}

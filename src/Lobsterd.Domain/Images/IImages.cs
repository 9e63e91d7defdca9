using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Images;

/// <summary>The image store.</summary>
public interface IImages
{
    /// <summary>All images, newest first; damaged ones are told apart by <see cref="Image.IsDamaged"/>.</summary>
    Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Finds an image by recipe name (its newest build), or by hash or an unambiguous prefix of it (8 characters or more).</summary>
    /// <error code="image.name.unknown">Nothing matches, or a prefix matches more than one.</error>
    /// <error code="image.name.invalid">The text can be neither a name nor a hash.</error>
    Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken);

    /// <summary>The files to boot an image from, with the newest kernel in the store.</summary>
    /// <error code="image.name.unknown">There is no image of that hash.</error>
    /// <error code="image.kernel.missing">There is no kernel in the store.</error>
    /// <error code="image.store.damaged">A file is missing or has another size than it had.</error>
    Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Builds an image from its recipe and puts it into the store; the same inputs give the same hash.</summary>
    /// <param name="recipe">A folder name under the recipes.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends the build and removes what it made.</param>
    /// <error code="image.name.invalid">No recipe can have that name.</error>
    /// <error code="image.recipe.unknown">There is no recipe of that name.</error>
    /// <error code="image.recipe.invalid">The recipe is not valid; the message names every fault.</error>
    /// <error code="image.build.failed">A program of the build failed, or there is no network and the packages are not cached.</error>
    /// <error code="image.file.failed">A file of the store could not be read or written.</error>
    Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Reads a whole image and compares its hash with its name; costs a read of the whole file.</summary>
    /// <returns>The image, found to be what it was when it was built.</returns>
    /// <error code="image.name.unknown">There is no image of that hash.</error>
    /// <error code="image.store.damaged">Its file is missing or holds something else.</error>
    Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Removes an image from the store; the caller has made sure that nothing uses it. Absent already is success.</summary>
    /// <error code="image.name.invalid">The text is not a whole hash.</error>
    /// <error code="image.file.failed">A file could not be removed.</error>
    Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken);
}

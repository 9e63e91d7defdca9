using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Images;

/// <summary>The image store.</summary>
public interface IImages
{
    /// <summary>All images, newest first.</summary>
    Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Finds an image by recipe name (its newest build), or by hash or an unambiguous prefix of it (8 characters or more).</summary>
    /// <error code="image.name.unknown">Nothing matches.</error>
    Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken);

    /// <summary>The files to boot an image from, with the newest kernel in the store.</summary>
    /// <error code="image.name.unknown">There is no image of that hash.</error>
    /// <error code="image.kernel.missing">There is no kernel in the store.</error>
    Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Builds an image from its recipe and puts it into the store; the same inputs give the same hash.</summary>
    /// <param name="recipe">A folder name under the recipes.</param>
    /// <param name="progress">Told one line per stage.</param>
    /// <param name="cancellationToken">Ends the build and removes what it made.</param>
    Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Removes an image from the store; the caller has made sure that nothing uses it.</summary>
    Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken);
}

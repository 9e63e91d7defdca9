using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Tests.Unit.Engine.Worlds;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Commands;

public sealed class ImageCommandsTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public async Task an_image_that_is_damaged_beyond_its_name_is_removed_by_its_whole_hash_alone()
    {
        var service = new WorldService(new Durable());
        var images = new DamagedImages();
        var commands = new ImageCommands(images, service.Registry, service.Operations, service.Events);

        Assert.Equal(ImageErrors.Damaged, (await commands.RemoveAsync(Hash[..12], "root", CancellationToken.None)).Error.Code);
        Assert.Empty(images.Removed);
        Assert.True((await commands.RemoveAsync(Hash, "root", CancellationToken.None)).IsSuccess);
        Assert.Equal([Hash], images.Removed);
    }

    /// <summary>A store whose one manifest cannot be read.</summary>
    private sealed class DamagedImages : IImages
    {
        internal List<string> Removed { get; } = [];

        public Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken) =>
            Task.FromResult(Result.Failure<Image, LobsterError>(new LobsterError(ImageErrors.Damaged, $"image {Hash} is damaged")));

        public Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken)
        {
            Removed.Add(hash);
            return Task.FromResult(UnitResult.Success<LobsterError>());
        }

        public Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

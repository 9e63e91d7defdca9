using Lobsterd.Domain.Config;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Images;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether there is a kernel and the default image to boot.</summary>
public sealed class StoreExamination(IKernels kernels, IImages images, ImagesConfig config) : IExamination
{
    /// <inheritdoc/>
    public string Name => "images";

    /// <inheritdoc/>
    public async Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        if ((await kernels.NewestAsync(cancellationToken)).TryGetError(out var unread, out var kernel))
            return new HostCheck(Name, CheckStatus.Unknown, unread.FullMessage, null);
        if (kernel is null) return new HostCheck(Name, CheckStatus.Warn, "there is no kernel in the store", "lobsterd init --kernel FOLDER; ./up fetches one");
        return (await images.FindAsync(config.Default, cancellationToken)).TryGetError(out _, out var image)
            ? new HostCheck(Name, CheckStatus.Warn, $"kernel {kernel}; there is no image {config.Default}", $"lobsterd image build {config.Default}")
            : new HostCheck(Name, CheckStatus.Ok, $"kernel {kernel}, image {image.Name} {image.Hash[..12]}", null);
    }
}

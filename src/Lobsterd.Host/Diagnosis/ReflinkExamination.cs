using CSharpFunctionalExtensions;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Diagnosis;

/// <summary>Whether disks are cloned or copied: tried with two files that have no name and are gone at once.</summary>
public sealed class ReflinkExamination(LobsterdPaths paths) : IExamination
{
    private const int OwnerOnly = 0x180;    // 0600

    /// <inheritdoc/>
    public string Name => "reflinks";

    /// <inheritdoc/>
    public Task<HostCheck> ExamineAsync(CancellationToken cancellationToken)
    {
        var folder = FileSystemExamination.NearestFolder(paths.State);
        return Task.FromResult(Try(folder).TryGetError(out var refused)
            ? refused.Code == FileErrors.Unsupported
                ? Of(CheckStatus.Warn, $"{folder}: files are copied, not cloned", "XFS or btrfs clone disks at once: spawns, forks and snaps do not wait for bytes")
                : Of(CheckStatus.Unknown, refused.FullMessage, null)
            : Of(CheckStatus.Ok, $"{folder}: files are cloned", null));
    }

    private static UnitResult<LobsterError> Try(string folder)
    {
        if (Nameless(folder).TryGetError(out var error, out var source)) return error;
        using (source)
        {
            if (source.Write("lobsterd"u8).TryGetError(out error) || Nameless(folder).TryGetError(out error, out var target)) return error;
            using (target) return SparseFile.TryClone(source, target);
        }
    }

    private static Result<Fd, LobsterError> Nameless(string folder) => Fd.Open(folder, OpenFlags.ReadWrite | OpenFlags.Nameless, OwnerOnly);

    private HostCheck Of(CheckStatus status, string found, string? hint) => new(Name, status, found, hint) { Severity = CheckSeverity.Low };
}

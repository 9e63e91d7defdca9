using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Sagas;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Journals;

/// <summary>Journals as files of JSON lines, <c>/run/lobsterd/journal/SAGA.json</c>, 0600.</summary>
/// <remarks>No flush: they must outlive a killed process, whose writes the kernel keeps, and not the host, whose death ends what they protect.</remarks>
public sealed class JournalFiles(LobsterdPaths paths) : ISagaJournals
{
    private const uint OwnerOnly = 0x180;    // 0600
    private const long LongestJournal = 16 << 20;
    private const string Extension = ".json";

    /// <inheritdoc/>
    public Result<ISagaJournal, LobsterError> Create(Guid saga) =>
        AppendFile.Create(PathOf(saga), OwnerOnly).Map(ISagaJournal (file) => new JournalFile(file, PathOf(saga))).MapError(AsJournalError);

    /// <inheritdoc/>
    public Result<ISagaJournal, LobsterError> Reopen(Guid saga)
    {
        try
        {
            var content = File.ReadAllBytes(PathOf(saga));
            return AppendFile.Reopen(PathOf(saga), Array.LastIndexOf(content, (byte)'\n') + 1)
                .Map(ISagaJournal (file) => new JournalFile(file, PathOf(saga)))
                .MapError(AsJournalError);
        }
        catch (IOException exception)
        {
            return new LobsterError(SagaErrors.JournalFailed, exception.Message);
        }
    }

    /// <inheritdoc/>
    public Result<IReadOnlyList<StoredJournal>, LobsterError> ReadAll()
    {
        var found = new List<StoredJournal>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(paths.Journal, "*" + Extension).Order(StringComparer.Ordinal))
            {
                // A name that is no id is not one of ours.
                if (!Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "D", out var saga)) continue;
                if (new FileInfo(path).Length > LongestJournal) return new LobsterError(SagaErrors.JournalDamaged, $"{path} is larger than any journal");
                found.Add(new StoredJournal(saga, LinesOf(File.ReadAllBytes(path))));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return found;
        }
        catch (IOException exception)
        {
            return new LobsterError(SagaErrors.JournalFailed, exception.Message);
        }

        return found;
    }

    private static List<ReadOnlyMemory<byte>> LinesOf(byte[] content)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        for (int end; (end = Array.IndexOf(content, (byte)'\n', start)) >= 0; start = end + 1) lines.Add(content.AsMemory(start, end - start));
        return lines;
    }

    private string PathOf(Guid saga) => Path.Combine(paths.Journal, saga.ToString("D", CultureInfo.InvariantCulture) + Extension);

    private static LobsterError AsJournalError(LobsterError error) => new(SagaErrors.JournalFailed, error.Message, Cause: error);
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Journals;

/// <summary>One saga's journal, open for appending.</summary>
internal sealed class JournalFile(AppendFile file, string path) : ISagaJournal
{
    public UnitResult<LobsterError> Append(ReadOnlySpan<byte> line)
    {
        Span<byte> whole = line.Length < 1024 ? stackalloc byte[line.Length + 1] : new byte[line.Length + 1];
        line.CopyTo(whole);
        whole[^1] = (byte)'\n';
        return file.Append(whole).MapError(error => new LobsterError(SagaErrors.JournalFailed, error.Message, Cause: error));
    }

    public UnitResult<LobsterError> Remove()
    {
        try
        {
            File.Delete(path);
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            return new LobsterError(SagaErrors.JournalFailed, exception.Message);
        }
    }

    public void Dispose() => file.Dispose();
}

using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Logs;

/// <summary>A log file that never takes more than its bound: at half of it the file becomes its own predecessor, and the older one goes.</summary>
internal sealed class BoundedFile(string path, long mostBytes)
{
    /// <summary>Where the file goes when it is half as long as both may be.</summary>
    internal string Predecessor => path + ".1";

    /// <summary>Adds bytes, whole lines, at the end.</summary>
    /// <error code="guest.log.unwritable">The disk is full or refuses; the bytes are not written, or only in part.</error>
    internal UnitResult<LobsterError> Append(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path) && new FileInfo(path).Length + bytes.Length > mostBytes / 2) File.Move(path, Predecessor, overwrite: true);
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(bytes.Span);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(LogErrors.Unwritable, exception.Message);
        }
    }
}

using System.Globalization;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Cli.Operations;

/// <summary>Remembers calls whose end nobody saw yet, one small file each, so that a command that was killed and is run again finds the operation that it
/// began and begins no second one.</summary>
/// <remarks>A key made from the request alone would not do: <c>spawn alice</c> after <c>evict alice</c> is a new wish. So the key is random, and its file is
/// gone once the end was seen. Files lie in /run: a reboot forgets them, as it ends the operations. Whoever may not write there has random keys only.</remarks>
internal sealed class CallBook(LobsterdPaths paths)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string Folder => Path.Combine(paths.Run, "calls");

    /// <summary>The call's key: the one of an earlier run that was cut off, or a new one.</summary>
    internal (Guid Key, bool IsAgain) Open(OperationCall call)
    {
        var file = FileOf(call);
        try
        {
            if (File.Exists(file) && Guid.TryParseExact(File.ReadAllText(file), "D", out var known)) return (known, true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As if it were not there.
        }

        return (Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), false);
    }

    /// <summary>Remembers a call; must come before the request.</summary>
    internal void Write(OperationCall call, Guid key)
    {
        try
        {
            // Only below a service's own folder: a client makes no root.
            if (!Directory.Exists(paths.Run)) return;
            _ = Directory.CreateDirectory(Folder, OwnerOnly);
            File.WriteAllText(FileOf(call), key.ToString("D"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A key that is forgotten protects only this run.
        }
    }

    /// <summary>Forgets a call: its end was seen.</summary>
    internal void Close(OperationCall call)
    {
        try
        {
            File.Delete(FileOf(call));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was not written either.
        }
    }

    private string FileOf(OperationCall call) => Path.Combine(Folder, Fingerprint(call).ToString("x16", CultureInfo.InvariantCulture));

    // FNV-1a. Two requests with one fingerprint do no harm: the service tells a key with another request, and a new key is made.
    private static ulong Fingerprint(OperationCall call)
    {
        var hash = 14_695_981_039_346_656_037ul;
        foreach (var c in $"{call.Method} {call.Path} ") hash = (hash ^ c) * 1_099_511_628_211ul;
        foreach (var b in call.Body ?? []) hash = (hash ^ b) * 1_099_511_628_211ul;
        return hash;
    }
}

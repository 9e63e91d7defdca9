using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>The two pipes that a VMM writes to, and the logs that they end in.</summary>
internal sealed class JailOutput : IDisposable
{
    private JailOutput(Pipe console, Pipe words, RunFolder folder)
    {
        Console = console;
        Words = words;
        Folder = folder;
        ConsoleLog = new BoundedLog(folder[JailFiles.Console], JailFiles.LongestLog);
        WordsLog = new BoundedLog(folder[JailFiles.Words], JailFiles.LongestLog);
    }

    /// <summary>Where the VMM's end is recorded, beside its logs.</summary>
    internal RunFolder Folder { get; }

    /// <summary>The VMM's standard output: the guest's console.</summary>
    internal Pipe Console { get; }

    /// <summary>The VMM's standard error.</summary>
    internal Pipe Words { get; }

    /// <summary>Where the console ends.</summary>
    internal BoundedLog ConsoleLog { get; }

    /// <summary>Where standard error ends.</summary>
    internal BoundedLog WordsLog { get; }

    /// <summary>Makes the pipes.</summary>
    /// <param name="runFolder">The run folder's path at present.</param>
    /// <error code="jail.build.failed">There is no such folder.</error>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    internal static Result<JailOutput, LobsterError> Open(string runFolder) =>
        RunFolder.Open(runFolder).Bind(folder => Pipe.Create().Bind(console => Pipe.Create().Map(words => new JailOutput(console, words, folder))));

    /// <summary>Leaves the VMM as the only writer, so that its end is the pipes' end.</summary>
    internal void CloseWriteEnds()
    {
        Console.WriteEnd.Dispose();
        Words.WriteEnd.Dispose();
    }

    public void Dispose()
    {
        Console.Dispose();
        Words.Dispose();
        ConsoleLog.Dispose();
        WordsLog.Dispose();
        Folder.Dispose();
    }
}

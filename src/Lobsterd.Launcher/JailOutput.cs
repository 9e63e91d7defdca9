using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Launcher;

/// <summary>The two pipes that a VMM writes to, and the logs that they end in.</summary>
internal sealed class JailOutput : IDisposable
{
    private JailOutput(Pipe console, Pipe words, string runFolder)
    {
        Console = console;
        Words = words;
        ConsoleLog = new BoundedLog(Path.Combine(runFolder, JailFiles.Console), JailFiles.LongestLog);
        WordsLog = new BoundedLog(Path.Combine(runFolder, JailFiles.Words), JailFiles.LongestLog);
    }

    /// <summary>The VMM's standard output: the guest's console.</summary>
    internal Pipe Console { get; }

    /// <summary>The VMM's standard error.</summary>
    internal Pipe Words { get; }

    /// <summary>Where the console ends.</summary>
    internal BoundedLog ConsoleLog { get; }

    /// <summary>Where standard error ends.</summary>
    internal BoundedLog WordsLog { get; }

    /// <summary>Makes the pipes.</summary>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    internal static Result<JailOutput, LobsterError> Open(string runFolder) =>
        Pipe.Create().Bind(console => Pipe.Create().Map(words => new JailOutput(console, words, runFolder)));

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
    }
}

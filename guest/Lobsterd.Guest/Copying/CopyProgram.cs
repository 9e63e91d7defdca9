using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Output;
using Lobsterd.Linux.Trees;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Guest.Copying;

/// <summary><c>lobsterd-guest copy in|out PATH</c>: a tree of files from standard input, or to standard output. The agent runs it as any other command,
/// so a copy is bounded, ended and accounted as one, and does its reading and writing with the rights of the user whom it runs as.</summary>
internal static class CopyProgram
{
    /// <summary>The program's first word.</summary>
    internal const string Word = "copy";

    internal const string Usage = $"lobsterd-guest {Word} in|out PATH";

    private const int BufferBytes = 32 << 10;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code; a fault is told on standard error.</returns>
    internal static int Run(IReadOnlyList<string> words)
    {
        if (words is not (["in", _] or ["out", _]))
        {
            StandardStream.Complain($"usage: {Usage}");
            return 2;
        }

        // Nothing else runs in this process that could be held up.
#pragma warning disable VSTHRD002 // see above
        var done = (words[0] == "in" ? TakeAsync(words[1]) : SendAsync(words[1])).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        if (!done.TryGetError(out var error)) return 0;
        StandardStream.Complain(error.FullMessage);
        return 1;
    }

    private static Task<UnitResult<LobsterError>> TakeAsync(string path) => GuardAsync(async () =>
    {
        await using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, BufferBytes);
        return await new TreeTaker(input, long.MaxValue, new TreeTally()).TakeAsync(name => TreeTarget.Of(path, name), CancellationToken.None);
    });

    private static Task<UnitResult<LobsterError>> SendAsync(string path) => GuardAsync(async () =>
    {
        await using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return await new TreeSender(output, new TreeTally()).SendAsync(path, TreeName.LastOf(Path.GetFullPath(path)) ?? "root", CancellationToken.None);
    });

    private static async Task<UnitResult<LobsterError>> GuardAsync(Func<Task<UnitResult<LobsterError>>> copy)
    {
        try
        {
            return await copy();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(TreeErrors.Failed, exception.Message);
        }
    }
}

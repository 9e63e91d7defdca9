using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors;

/// <summary>What programs print for <c>--version</c>. Each file is asked once in a boot: QEMU's answer costs the linking of half a hundred libraries, some 60 ms,
/// and every start of the service wants it.</summary>
/// <param name="paths">The root's layout; answers are kept below <see cref="LobsterdPaths.Run"/>, where only we write.</param>
/// <param name="clock">Bounds the waiting.</param>
internal sealed class ProgramVersions(LobsterdPaths paths, TimeProvider clock)
{
    private const int OwnerOnly = 0x180;    // 0600
    private const int LongestAnswer = 4_096;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ProgramRunner runner = new(clock);
    private readonly ConcurrentDictionary<string, Answer> known = new();

    /// <summary>A program's answer.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="file">What lies there now.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <error code="process.program.missing">It is not installed.</error>
    /// <error code="process.program.refused">It cannot be executed.</error>
    /// <error code="process.run.timeout">It took too long.</error>
    /// <error code="process.run.failed">It did not come to a good end.</error>
    internal async Task<Result<string, LobsterError>> AskAsync(string program, FileIdentity file, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(program, out var earlier) && earlier.File == file) return earlier.Text;
        if (Recall(file) is not { } text)
        {
            var input = new ProgramInput { Program = program, Arguments = ["--version"], Timeout = Longest };
            if ((await runner.RunToSuccessAsync(input, cancellationToken)).TryGetError(out var failed, out var result)) return failed;
            text = result.Output;
            Keep(file, text);
        }

        known[program] = new Answer(file, text);
        return text;
    }

    // A file that was changed is another one, though its number may be the same. One that cannot be read costs a question.
    private string? Recall(FileIdentity file)
    {
        try
        {
            var kept = File.ReadAllText(PlaceOf(file));
            var head = HeadOf(file);
            return kept.StartsWith(head, StringComparison.Ordinal) ? kept[head.Length..] : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Keep(FileIdentity file, string text)
    {
        if (text.Length <= LongestAnswer && Directory.Exists(paths.Run)) _ = VolatileFile.Replace(PlaceOf(file), Encoding.UTF8.GetBytes(HeadOf(file) + text), OwnerOnly);
    }

    private string PlaceOf(FileIdentity file) => Path.Combine(paths.Run, string.Create(CultureInfo.InvariantCulture, $"version-{file.Device:x}-{file.Inode:x}"));

    private static string HeadOf(FileIdentity file) => string.Create(CultureInfo.InvariantCulture, $"{file.SizeBytes} {file.ModifiedNs} {file.ChangedNs}\n");

    private sealed record Answer(FileIdentity File, string Text);
}

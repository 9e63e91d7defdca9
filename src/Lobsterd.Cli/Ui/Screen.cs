using System.Text;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Terminals;

namespace Lobsterd.Cli.Ui;

/// <summary>The program's three standard streams and what is known of them. Results go to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class Screen
{
    /// <summary>What a pipe is wide: nothing is cut or wrapped there.</summary>
    internal const int Endless = 1_000;

    private const int Narrowest = 20;

    /// <summary>Standard input, unbuffered.</summary>
    internal required Stream In { get; init; }

    /// <summary>Standard output; flushed when the program ends.</summary>
    internal required TextWriter Out { get; init; }

    /// <summary>Standard output's bytes; flush <see cref="Out"/> before.</summary>
    internal required Stream OutBytes { get; init; }

    /// <summary>Standard error; each write goes out at once.</summary>
    internal required TextWriter Error { get; init; }

    /// <summary>Standard error's bytes.</summary>
    internal required Stream ErrorBytes { get; init; }

    /// <summary>Whether somebody can type.</summary>
    internal bool IsInTerminal { get; init; }

    /// <summary>Whether somebody looks at the results.</summary>
    internal bool IsOutTerminal { get; init; }

    /// <summary>Whether somebody looks at the progress.</summary>
    internal bool IsErrorTerminal { get; init; }

    /// <summary>Whether colours are wanted: no <c>NO_COLOR</c> (no-color.org), and a terminal that knows them.</summary>
    internal bool HasColour { get; init; }

    /// <summary>Columns of standard output.</summary>
    internal int Width { get; init; } = Endless;

    /// <summary>Columns of standard error.</summary>
    internal int ErrorWidth { get; init; } = Endless;

    /// <summary>The one of this process.</summary>
    internal static Screen OfProcess()
    {
        var (output, error) = (new StandardStream(1), new StandardStream(2));
        return new Screen
        {
            In = new StandardStream(0),
            OutBytes = output,
            Out = Writer(output, autoFlush: false),
            ErrorBytes = error,
            Error = Writer(error, autoFlush: true),
            IsInTerminal = Terminal.Is(0),
            IsOutTerminal = Terminal.Is(1),
            IsErrorTerminal = Terminal.Is(2),
            HasColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            Width = WidthOf(1),
            ErrorWidth = WidthOf(2),
        };
    }

    private static int WidthOf(int descriptor) => Terminal.SizeOf(descriptor) is { } size ? Math.Max(size.Columns, Narrowest) : Endless;

    private static StreamWriter Writer(Stream bytes, bool autoFlush) =>
        new(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4_096, leaveOpen: true) { AutoFlush = autoFlush };
}

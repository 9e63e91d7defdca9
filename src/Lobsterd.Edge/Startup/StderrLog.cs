using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Edge.Startup;

/// <summary>Writes the edge's few words to standard error, one line each. Where that is a file it never grows beyond a bound: it is begun
/// anew, because a log that fills a disk takes tenants with it.</summary>
/// <param name="clock">For the time of each line.</param>
internal sealed class StderrLog(TimeProvider clock) : ILoggerProvider, ILogger
{
    private const int StandardError = 2;
    private const long MaxFileBytes = 1 << 20;

    private readonly Lock gate = new();
    private readonly FileStream output = new(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception).ReplaceLineEndings(" ");
        if (exception is not null) text += $": {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
        var line = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel} {eventId.Id} {text}\n"));
        lock (gate) Write(line);
    }

    public void Dispose() => output.Dispose();

    private void Write(byte[] line)
    {
        try
        {
            if (output.CanSeek && output.Length + line.Length > MaxFileBytes) output.SetLength(0);
            if (output.CanSeek) output.Position = output.Length;
            output.Write(line);
        }
        catch (IOException)
        {
            // Nobody reads, or the disk is full: the edge works on without a log.
        }
    }
}

using Microsoft.Extensions.Logging.Console;

namespace Lobsterd.Daemon.Composition;

/// <summary>How the service logs: one line an entry on stderr, in UTC; journald and a log file add nothing to it.</summary>
internal static class ConsoleLogging
{
    internal static ILoggingBuilder AddServiceConsole(this ILoggingBuilder builder)
    {
        _ = builder.AddFilter("Microsoft", LogLevel.Warning);
        _ = builder.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        _ = builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }
}

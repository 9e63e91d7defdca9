namespace Lobsterd.Edge.Startup;

/// <summary>The edge's log events, 7000 to 7999.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(EventId = 7000, Level = LogLevel.Information, Message = "Listening, with {Routes} routes of version {Version}")]
    internal static partial void Listening(ILogger logger, int routes, long version);

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "Ending, with {UnderWay} under way")]
    internal static partial void Ending(ILogger logger, int underWay);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Information, Message = "Another edge serves; draining, with {UnderWay} under way")]
    internal static partial void HandedOver(ILogger logger, int underWay);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "Drained, with {UnderWay} under way")]
    internal static partial void Drained(ILogger logger, int underWay);

    [LoggerMessage(EventId = 7090, Level = LogLevel.Error, Message = "Starting with an empty table, because the last one is lost: {Why}")]
    internal static partial void TableLost(ILogger logger, string why);

    [LoggerMessage(EventId = 7091, Level = LogLevel.Error, Message = "Cannot start: {Why}")]
    internal static partial void CannotStart(ILogger logger, string why);

    [LoggerMessage(EventId = 7092, Level = LogLevel.Error, Message = "Guests that ask for names are not heard: the sockets for it were not handed on")]
    internal static partial void NamesUnheard(ILogger logger);
}

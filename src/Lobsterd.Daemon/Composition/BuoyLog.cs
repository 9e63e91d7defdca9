namespace Lobsterd.Daemon.Composition;

/// <summary>What the API's door on TCP logs.</summary>
internal static partial class BuoyLog
{
    [LoggerMessage(EventId = 6090, Level = LogLevel.Error, Message = "The API does not listen on TCP as it shall: {Problem}")]
    internal static partial void Unbound(ILogger logger, string problem);
}

using Microsoft.Extensions.Logging;

namespace Lobsterd.Reef.Routes;

/// <summary>What the guard logs.</summary>
internal static partial class RouteLog
{
    [LoggerMessage(EventId = 5090, Level = LogLevel.Error, Message = "{Route} broke")]
    internal static partial void Broken(ILogger logger, string route, Exception exception);
}

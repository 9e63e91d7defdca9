using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Caddy;

/// <summary>Log lines of this room: 3800 to 3899.</summary>
internal static partial class CaddyLog
{
    [LoggerMessage(EventId = 3890, Level = LogLevel.Error, Message = "Caddy was started again and could not be given our server ({Code}): {Why}")]
    internal static partial void NotTold(ILogger logger, string code, string why);
}

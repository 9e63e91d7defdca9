using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Edge;

/// <summary>Log lines of this room: 3700 to 3799.</summary>
internal static partial class EdgeControlLog
{
    [LoggerMessage(EventId = 3790, Level = LogLevel.Error, Message = "The edge was started again and could not be told its table ({Code}): {Why}")]
    internal static partial void NotTold(ILogger logger, string code, string why);

    [LoggerMessage(EventId = 3791, Level = LogLevel.Error, Message = "Guests that ask for names are not heard: {Why}")]
    internal static partial void NamesUnheard(ILogger logger, string why);
}

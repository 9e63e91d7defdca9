using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Registry;

/// <summary>Log lines of this room: 3000 to 3099.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(EventId = 3090, Level = LogLevel.Error, Message = "{Path} cannot be used ({Reason}); the previous generation {Generation} was taken")]
    internal static partial void FellBack(ILogger logger, string path, string reason, long generation);
}

using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Hypervisors;

/// <summary>Log lines of this room: 2100 to 2199.</summary>
internal static partial class PoolLog
{
    [LoggerMessage(EventId = 2100, Level = LogLevel.Warning, Message = "a hypervisor that should have waited, or have become a tenant's, did not ({Code}): {Reason}")]
    internal static partial void NotWaiting(ILogger logger, string code, string reason);
}

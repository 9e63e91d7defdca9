using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Identity;

/// <summary>Log lines of this room: 2200 to 2299.</summary>
internal static partial class AttestationLog
{
    [LoggerMessage(EventId = 2200, Level = LogLevel.Warning, Message = "what the guest of {Tenant} has proved could not be written down ({Code}): {Reason}")]
    internal static partial void Unkept(ILogger logger, string tenant, string code, string reason);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "what guests have proved before cannot be read, so they are measured against those to come alone ({Code}): {Reason}")]
    internal static partial void Unread(ILogger logger, string code, string reason);
}

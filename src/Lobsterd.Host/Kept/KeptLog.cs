using Microsoft.Extensions.Logging;

namespace Lobsterd.Host.Kept;

/// <summary>Log lines of this room: 3600 to 3699.</summary>
internal static partial class KeptLog
{
    [LoggerMessage(EventId = 3600, Level = LogLevel.Information, Message = "Started {Name} as process {Pid}")]
    internal static partial void Started(ILogger logger, string name, int pid);

    [LoggerMessage(EventId = 3601, Level = LogLevel.Information, Message = "Found {Name} running as process {Pid}")]
    internal static partial void Adopted(ILogger logger, string name, int pid);

    [LoggerMessage(EventId = 3602, Level = LogLevel.Warning, Message = "{Name} was started with other settings; starting it anew")]
    internal static partial void Renewing(ILogger logger, string name);

    [LoggerMessage(EventId = 3603, Level = LogLevel.Warning, Message = "{Name} runs and does not answer; killing it and starting it anew")]
    internal static partial void Hangs(ILogger logger, string name);

    [LoggerMessage(EventId = 3604, Level = LogLevel.Information, Message = "{Name} was taken over from: process {Former} drains, process {Pid} serves")]
    internal static partial void TookOver(ILogger logger, string name, int former, int pid);

    [LoggerMessage(EventId = 3605, Level = LogLevel.Warning, Message = "{Name} could not be taken over from, so it is ended and started anew: {Why}")]
    internal static partial void NotTakenOver(ILogger logger, string name, string why);

    [LoggerMessage(EventId = 3690, Level = LogLevel.Error, Message = "{Name} ended; starting it again")]
    internal static partial void Ended(ILogger logger, string name);

    [LoggerMessage(EventId = 3691, Level = LogLevel.Error, Message = "{Name} cannot be started: {Why}")]
    internal static partial void StartFailed(ILogger logger, string name, string why);
}

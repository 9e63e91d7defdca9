using Lobsterd.Domain.Tenants;
using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Startup;

/// <summary>Log lines of this room: 2000 to 2099.</summary>
internal static partial class StartupLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "{Tenant}: adopted, VMM {Pid}")]
    internal static partial void Adopted(ILogger logger, string tenant, int pid);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "{Tenant}: its VMM is gone ({Reason})")]
    internal static partial void Gone(ILogger logger, string tenant, string reason);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "{Tenant}: was {State} when an earlier service ended; what is left of it is removed")]
    internal static partial void Clearing(ILogger logger, string tenant, ObservedState state);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "ready: {Adopted} tenants adopted, {Unfinished} sagas taken up")]
    internal static partial void Ready(ILogger logger, int adopted, int unfinished);

    [LoggerMessage(EventId = 2090, Level = LogLevel.Error, Message = "the host could not be made right ({Code}): {Reason}")]
    internal static partial void HostNotRight(ILogger logger, string code, string reason);

    [LoggerMessage(EventId = 2091, Level = LogLevel.Error, Message = "journal {Saga} is of an unknown kind '{Kind}' and is left where it is")]
    internal static partial void UnknownKind(ILogger logger, Guid saga, string kind);

    [LoggerMessage(EventId = 2092, Level = LogLevel.Error, Message = "{Tenant}: what it is could not be decided ({Code}): {Reason}")]
    internal static partial void Unsettled(ILogger logger, string tenant, string code, string reason);
}

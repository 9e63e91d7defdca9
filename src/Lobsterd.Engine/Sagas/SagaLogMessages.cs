using Microsoft.Extensions.Logging;

namespace Lobsterd.Engine.Sagas;

/// <summary>Log lines of this room: 1000 to 1099.</summary>
internal static partial class SagaLogMessages
{
    [LoggerMessage(EventId = 1007, Level = LogLevel.Debug, Message = "{Kind} {Saga} of {Tenant}: {Step} {Event}")]
    internal static partial void Begun(ILogger logger, string kind, Guid saga, string? tenant, string step, StepEvent @event);

    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "{Kind} {Saga} of {Tenant}: {Step} {Event} after {Milliseconds} ms")]
    internal static partial void Stepped(ILogger logger, string kind, Guid saga, string? tenant, string step, StepEvent @event, double milliseconds);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "{Kind} {Saga} of {Tenant}: done in {Milliseconds} ms")]
    internal static partial void Done(ILogger logger, string kind, Guid saga, string? tenant, double milliseconds);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "{Kind} {Saga} of {Tenant}: {Step} failed ({Code}): {Reason}")]
    internal static partial void StepFailed(ILogger logger, string kind, Guid saga, string? tenant, string step, string code, string reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "{Kind} {Saga} of {Tenant}: unwound in {Milliseconds} ms")]
    internal static partial void Unwound(ILogger logger, string kind, Guid saga, string? tenant, double milliseconds);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "{Kind} {Saga} of {Tenant}: left half done by an earlier service, going {Direction}")]
    internal static partial void Recovering(ILogger logger, string kind, Guid saga, string? tenant, SagaRecovery direction);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "journal {Saga} is of another boot of the host and was dropped")]
    internal static partial void OtherBoot(ILogger logger, Guid saga);

    [LoggerMessage(EventId = 1090, Level = LogLevel.Error, Message = "{Kind} {Saga} of {Tenant}: undo of {Step} failed ({Code}): {Reason}; the saga is stuck")]
    internal static partial void UndoFailed(ILogger logger, string kind, Guid saga, string? tenant, string step, string code, string reason);

    [LoggerMessage(EventId = 1091, Level = LogLevel.Error, Message = "journal {Saga} cannot be used ({Code}): {Reason}; it is left where it is")]
    internal static partial void JournalUnusable(ILogger logger, Guid saga, string code, string reason);

    [LoggerMessage(EventId = 1092, Level = LogLevel.Error, Message = "step {Step} threw instead of answering")]
    internal static partial void StepThrew(ILogger logger, string step, Exception exception);
}

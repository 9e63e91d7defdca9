using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Identity;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Exec;

/// <summary>Checks a request to run a command.</summary>
internal static class ExecChecker
{
    private const int MostCells = 4096;

    /// <summary>Checks a request whole.</summary>
    /// <error code="guest.exec.invalid">The first value that is outside its range.</error>
    internal static UnitResult<LobsterError> Check(AgentRequest.Exec request)
    {
        if (request.Command.Count == 0) return Invalid("command is empty");
        if (WorkloadChecker.FaultOfCommand(request.Command) is { } badCommand) return Invalid($"command {badCommand}");
        if (!WorkloadChecker.IsName(request.User)) return Invalid("user is not 1 to 64 visible ASCII characters");
        if (WorkloadChecker.FaultOfEnvironment(request.Environment) is { } badVariable) return Invalid($"environment {badVariable}");
        return IsSize(request.Columns) && IsSize(request.Rows) ? UnitResult.Success<LobsterError>() : Invalid("columns or rows is not 1 to 4096");
    }

    /// <summary>Whether a terminal can be that wide or high.</summary>
    internal static bool IsSize(int cells) => cells is > 0 and <= MostCells;

    private static LobsterError Invalid(string fault) => new(ExecErrors.Invalid, fault);
}

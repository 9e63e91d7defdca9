using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Workloads;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Identity;

/// <summary>Checks what a claim wants to run. Command lines and environments of <c>exec</c> follow the same rules.</summary>
internal static class WorkloadChecker
{
    /// <summary>Checks a workload whole.</summary>
    /// <error code="guest.claim.invalid">The first value that is outside its range.</error>
    internal static Result<WorkloadSpec, LobsterError> Check(AgentWorkload workload)
    {
        if (FaultOfProgram(workload.Name, workload.User, workload.Command) is { } badProgram) return badProgram;
        if (workload.Port is < 1 or > ushort.MaxValue or ControlAddress.ControlPort or ControlAddress.HealthPort)
            return ClaimChecker.Invalid("workload.port", "is not 1 to 65535, or is one of the agent's own");
        if (FaultOfEnvironment(workload.Environment) is { } badVariable) return ClaimChecker.Invalid("workload.environment", badVariable);

        if (workload.HealthPath is { } path && !(path.StartsWith('/') && path.Length <= ClaimLimits.MostPathLength && path.All(c => c is > ' ' and < (char)0x7F)))
            return ClaimChecker.Invalid("workload.healthPath", "is not a path of visible ASCII");
        if (FaultOfFiles(workload.Files ?? []) is { } badFile) return ClaimChecker.Invalid("workload.files", badFile);

        return new WorkloadSpec
        {
            Name = workload.Name,
            Command = workload.Command,
            User = workload.User,
            Port = workload.Port,
            HealthPath = workload.HealthPath,
            Environment = workload.Environment,
            Files = [.. (workload.Files ?? []).Select(file => new WorkloadFile(file.Path, file.Mode, file.Content))],
        };
    }

    /// <summary>Checks what is to wait for its tenant.</summary>
    /// <error code="guest.claim.invalid">The first value that is outside its range.</error>
    internal static Result<PreparedWorkload, LobsterError> Check(AgentRequest.WorkloadPrepare workload) =>
        FaultOfProgram(workload.Name, workload.User, workload.Command) is { } badProgram
            ? badProgram
            : new PreparedWorkload(workload.Name, workload.Command, workload.User);

    private static LobsterError? FaultOfProgram(string name, string user, IReadOnlyList<string> command)
    {
        if (!IsName(name)) return ClaimChecker.Invalid("workload.name", "is not 1 to 64 visible ASCII characters");
        if (!IsName(user) || user == "root") return ClaimChecker.Invalid("workload.user", "is not the name of a user other than root");
        return FaultOfCommand(command) is { } badCommand ? ClaimChecker.Invalid("workload.command", badCommand) : null;
    }

    private static string? FaultOfFiles(IReadOnlyList<AgentFile> files)
    {
        if (files.Count > ClaimLimits.MostFiles) return "has more than 32 items";
        if (files.Any(file => file is null || !IsText(file.Content) || !IsText(file.Path) || file.Mode is < 0 or > 0x1FF)) return "has an item that is no file";
        return files.All(file => file.Path.StartsWith('/') && file.Path.Split('/').Skip(1).All(part => part is not ("" or "." or "..")))
            ? null
            : "has a path that is not absolute, or with . or .. in it";
    }

    /// <summary>What is wrong with a command line; null when nothing is. An empty one is fine here.</summary>
    internal static string? FaultOfCommand(IReadOnlyList<string> command)
    {
        if (command.Count > ClaimLimits.MostArguments) return "has more than 256 items";
        if (command.Count > 0 && string.IsNullOrEmpty(command[0])) return "names no program";
        return command.All(IsText) && command.Sum(item => item.Length) <= ClaimLimits.MostTextTotal ? null : "has an item with a NUL, or is too long";
    }

    /// <summary>What is wrong with an environment; null when nothing is.</summary>
    internal static string? FaultOfEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.Count > ClaimLimits.MostVariables) return "has more than 256 variables";
        if (!environment.Keys.All(IsVariableName)) return "has a name that is not letters, digits and underscores";
        return environment.Values.All(IsText) && environment.Sum(pair => pair.Key.Length + pair.Value.Length) <= ClaimLimits.MostTextTotal
            ? null
            : "has a value with a NUL, or is too long";
    }

    /// <summary>Whether a text can be the name of a workload or a user.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= ClaimLimits.MostNameLength && name.All(c => c is > ' ' and < (char)0x7F);

    private static bool IsVariableName(string name) =>
        name.Length is > 0 and <= ClaimLimits.MostVariableNameLength
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    // The serializer refuses a null member, but lets one through inside a list.
    private static bool IsText(string? text) => text?.Length <= ClaimLimits.MostTextLength && !text.Contains('\0', StringComparison.Ordinal);
}

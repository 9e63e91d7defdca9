using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Exec;

/// <summary>Reads an exec's query string.</summary>
internal static class ExecQuery
{
    private const int MostArguments = 256;
    private const int LongestSide = 4_096;

    /// <summary>What shall run.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="commandOf">Finds a command of the workload's own, and its user, by name.</param>
    /// <error code="request.parameter.invalid">A parameter has no usable value.</error>
    /// <error code="workload.command.unknown">The workload has no such command.</error>
    internal static Result<ExecSpec, LobsterError> Read(
        IQueryCollection query, Func<string, Result<(string User, IReadOnlyList<string> Command), LobsterError>> commandOf)
    {
        var command = query["arg"].Select(argument => argument ?? "").ToList();
        var user = query["user"].ToString();
        var run = query["run"].ToString();
        if (run.Length > 0)
        {
            if (user.Length > 0) return Refuse("run has the workload's user; user is for other commands");
            if (commandOf(run).TryGetError(out var unknown, out var own)) return unknown;
            command.InsertRange(0, own.Command);
            user = own.User;
        }

        if (command.Count is 0 or > MostArguments || command[0].Length == 0) return Refuse($"arg is given 1 to {MostArguments} times, the program first");
        if (SideOf(query, "columns", 80) is not { } columns) return Refuse($"columns is a number from 1 to {LongestSide}");
        if (SideOf(query, "rows", 24) is not { } rows) return Refuse($"rows is a number from 1 to {LongestSide}");

        var environment = new Dictionary<string, string>();
        foreach (var pair in query["env"])
        {
            var equals = pair?.IndexOf('=', StringComparison.Ordinal) ?? -1;
            if (equals <= 0) return Refuse("env is NAME=VALUE");
            environment[pair![..equals]] = pair[(equals + 1)..];
        }

        return new ExecSpec
        {
            Command = command,
            User = user.Length > 0 ? user : "root",
            AsWorkload = run.Length > 0,
            Terminal = QueryParameter.Flag(query, "terminal"),
            Columns = columns,
            Rows = rows,
            Environment = environment,
        };
    }

    private static int? SideOf(IQueryCollection query, string name, int otherwise)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= LongestSide ? side : null;
    }

    private static LobsterError Refuse(string message) => new(RequestErrors.ParameterInvalid, message);
}

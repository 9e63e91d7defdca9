using System.CommandLine;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Cli.Commands;

/// <summary>What every command is built with: the options that all have, and the way from its result to an exit code.</summary>
internal sealed class CommandFrame(CommandWorld world)
{
    /// <summary>The root.</summary>
    internal Option<string> Root { get; } = new("--root")
    {
        Description = "The folder that everything lives under [default: $LOBSTERD_ROOT, or /]",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Results as JSON.</summary>
    internal Option<bool> Json { get; } = new("--json")
    {
        Description = "Results as JSON on standard output; a failure as its problem document (RFC 9457)",
        Recursive = true,
    };

    /// <summary>A tenant's name.</summary>
    internal static Argument<string> NewName(string description = "The tenant") => new("NAME") { Description = description };

    /// <summary>Gives a command its work.</summary>
    internal void Handle(Command command, Func<Shell, ParseResult, CancellationToken, Task<UnitResult<LobsterError>>> work) =>
        HandleCode(command, async (shell, parsed, cancellationToken) =>
            (await work(shell, parsed, cancellationToken)).TryGetError(out var error) ? error : 0);

    /// <summary>Gives a command its work, which decides the exit code.</summary>
    internal void HandleCode(Command command, Func<Shell, ParseResult, CancellationToken, Task<Result<int, LobsterError>>> work) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, work, cancellationToken));

    /// <summary>Checks a tenant's name before anybody is asked.</summary>
    /// <error code="tenant.name.invalid">It breaks the rule, which the hint says.</error>
    internal static UnitResult<LobsterError> CheckNames(params IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (TenantName.Parse(name).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Where everything lives.</summary>
    /// <error code="config.root.invalid">It is no folder's path.</error>
    internal Result<LobsterdPaths, LobsterError> PathsOf(ParseResult parsed) =>
        LobsterdPaths.Parse(parsed.GetValue(Root) is { Length: > 0 } named ? Path.GetFullPath(named) : world.DefaultRoot);

    private async Task<int> RunAsync(
        ParseResult parsed, Func<Shell, ParseResult, CancellationToken, Task<Result<int, LobsterError>>> work, CancellationToken cancellationToken)
    {
        var isJson = parsed.GetValue(Json);
        if (PathsOf(parsed).TryGetError(out var noRoot, out var paths)) return ErrorReport.Write(world.Screen, noRoot, isJson);
        var result = await work(new Shell(world, paths, isJson), parsed, cancellationToken);
        return result.TryGetError(out var error, out var code) ? ErrorReport.Write(world.Screen, error, isJson) : code;
    }
}

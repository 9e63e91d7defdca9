using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;

namespace Lobsterd.Tests.Unit.Cli;

/// <summary>Runs the command line in process against whatever listens under a root.</summary>
internal sealed class CliStand(LobsterdPaths paths) : IServiceRunner
{
    /// <summary>Columns of a terminal; null for pipes.</summary>
    public int? Columns { get; init; }

    /// <summary>What is typed; null when standard input is no terminal.</summary>
    public string? Typed { get; init; }

    /// <summary>What comes out of a pipe on standard input, where nothing is typed.</summary>
    public string Piped { get; init; } = "";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What starting a service does.</summary>
    public Func<UnitResult<LobsterError>> OnStart { get; set; } = () => new LobsterError(ServiceErrors.StartFailed, "no service here", "none can be started");

    public int Starts { get; private set; }

    public async Task<CliOutcome> RunAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        await using var outWriter = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        await using var errorWriter = new StreamWriter(error, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        var screen = new Screen
        {
            In = new MemoryStream(Encoding.UTF8.GetBytes(Typed ?? Piped)),
            Out = outWriter,
            OutBytes = output,
            Error = errorWriter,
            ErrorBytes = error,
            IsInTerminal = Typed is not null,
            IsOutTerminal = Columns is not null,
            Width = Columns ?? Screen.Endless,
        };
        var world = new CommandWorld(screen) { Clock = Clock, DefaultRoot = paths.Root, Starter = (root, clock) => new ServiceStarter(root, this, clock) };
        var code = await CommandLine.RunAsync(arguments, world);
        await outWriter.FlushAsync();
        return new CliOutcome(code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    public Task<UnitResult<LobsterError>> StartAsync(CancellationToken cancellationToken)
    {
        Starts++;
        return Task.FromResult(OnStart());
    }

    public Task<UnitResult<LobsterError>> RemoveAsync(CancellationToken cancellationToken) => Task.FromResult(UnitResult.Success<LobsterError>());
}

using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Operations;
using Lobsterd.Cli.Service;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>What one run of a command works with.</summary>
/// <param name="world">The streams and the clock.</param>
/// <param name="paths">The root.</param>
/// <param name="isJson">Whether results are told as JSON.</param>
internal sealed class Shell(CommandWorld world, LobsterdPaths paths, bool isJson)
{
    private ServiceStarter? starter;
    private ReefClient? client;

    internal Screen Screen => world.Screen;

    internal TimeProvider Clock => world.Clock;

    internal LobsterdPaths Paths => paths;

    internal bool IsJson => isJson;

    internal ServiceStarter Starter => starter ??= world.Starter(paths, world.Clock);

    internal ReefClient Client => client ??= new ReefClient(paths.ServiceSocket, StartServiceAsync);

    /// <summary>Runs an operation and shows its progress.</summary>
    internal async Task<Result<OperationBody?, LobsterError>> RunAsync(OperationCall call, CancellationToken cancellationToken)
    {
        using var interrupts = new Interrupts(PosixSignal.SIGINT, PosixSignal.SIGTERM);
        using var lines = new ProgressLines(Screen, call.Title, Clock);
        return await new OperationRunner(Client, new CallBook(paths), interrupts).RunAsync(call, lines, cancellationToken);
    }

    /// <summary>Runs an operation on many things at once, and shows how each of them stands.</summary>
    internal async Task<Result<OperationBody?, LobsterError>> RunTabledAsync(OperationCall call, string things, CancellationToken cancellationToken)
    {
        if (!Screen.IsErrorTerminal) return await RunAsync(call, cancellationToken);
        using var interrupts = new Interrupts(PosixSignal.SIGINT, PosixSignal.SIGTERM);
        var table = new ProgressTable(Screen, things, Clock);
        return await table.ShowAsync(() => new OperationRunner(Client, new CallBook(paths), interrupts).RunAsync(call, table, cancellationToken));
    }

    /// <summary>Removes what a path names, and says so.</summary>
    internal async Task<UnitResult<LobsterError>> RemoveAsync(string path, string name, CancellationToken cancellationToken)
    {
        if ((await Client.DoAsync("DELETE", $"{path}/{Uri.EscapeDataString(name)}", cancellationToken)).TryGetError(out var error)) return error;
        await Screen.Out.WriteAsync(IsJson ? "{\"removed\":true}\n" : $"{PlainText.Of(name, 80)} is gone\n");
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Writes a result as JSON, one document a line.</summary>
    internal void WriteJson<T>(T body, JsonTypeInfo<T> json)
    {
        Screen.Out.Write(JsonSerializer.Serialize(body, json));
        Screen.Out.Write('\n');
    }

    /// <summary>Writes a result as the service wrote it.</summary>
    internal void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Screen.Out.Flush();
        Screen.OutBytes.Write(bytes);
        if (!bytes.EndsWith("\n"u8)) Screen.OutBytes.Write("\n"u8);
    }

    private async Task<UnitResult<LobsterError>> StartServiceAsync(CancellationToken cancellationToken)
    {
        using var lines = new ProgressLines(Screen, "start the service", Clock);
        var began = Clock.GetTimestamp();
        var started = await Starter.StartAsync(cancellationToken);
        if (started.IsSuccess) lines.Step(new StepBody("start the service", "succeeded", Clock.GetElapsedTime(began).TotalMilliseconds, null));
        return started;
    }
}

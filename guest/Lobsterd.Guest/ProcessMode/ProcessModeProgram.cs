using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Guest.Agent;
using Lobsterd.Guest.Cgroups;
using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.Init;
using Lobsterd.Guest.Loop;
using Lobsterd.Guest.Network;
using Lobsterd.Guest.Output;
using Lobsterd.Guest.Workload;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Limits;
using Lobsterd.Linux.Processes;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.ProcessMode;

/// <summary>The agent as an ordinary process in a network namespace, for test equipment that wants many tenants and no virtual machines.</summary>
internal sealed class ProcessModeProgram : IAsyncDisposable
{
    private const int UserSignal = 10;
    private const uint WorkloadId = 1000;

    private readonly ProcessModeOptions options;
    private readonly string counterFile;
    private readonly string home;
    private readonly RecordedMachine machine;
    private readonly GuestAgent agent;

    private ProcessModeProgram(EventLoop loop, ProcessModeOptions options)
    {
        this.options = options;
        counterFile = options.Root + "/run/gateway-requests";
        home = options.Root + "/home/tenant";

        var record = new CallRecord(options.Record);
        machine = new RecordedMachine(options.Root, record);
        agent = new GuestAgent(loop, new AgentSurroundings
        {
            Machine = machine,
            Network = new LinkNetwork(options.Interface),
            Overlay = new RecordedOverlay(options.Root, record),
            Cgroups = new NoTree(),
            Root = options.Root,
            WorkloadVariables = new Dictionary<string, string> { [GatewaySettings.CounterVariable] = counterFile },
        });
    }

    /// <summary>Runs it, until SIGTERM or a shutdown request.</summary>
    /// <param name="words">The words after <see cref="ProcessModeOptions.Word"/>.</param>
    /// <returns>The exit code: 0 after an orderly end.</returns>
    internal static int Run(IReadOnlyList<string> words)
    {
        if (ProcessModeOptions.Parse(words) is not { } options) return Fail(2, $"usage: {ProcessModeOptions.Usage}");
        if (options.EndsWithParent && ProcessControl.SignalOnParentDeath(Signals.Kill).TryGetError(out var immortal)) return Fail(1, immortal.FullMessage);
        if (EventLoop.Create(exception => StandardStream.Complain($"bug: {exception}")).TryGetError(out var noLoop, out var loop)) return Fail(1, noLoop.FullMessage);
        using (loop)
        {
            var ended = loop.Run(async () =>
            {
                await using var program = new ProcessModeProgram(loop, options);
                return await program.RunAsync(loop);
            });
            return ended.TryGetError(out var failed) ? Fail(1, failed.FullMessage) : 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => agent.DisposeAsync();

    private async Task<UnitResult<LobsterError>> RunAsync(EventLoop loop)
    {
        if (PrepareFolders().TryGetError(out var unprepared)) return unprepared;

        var orphans = new Orphans(loop);
        using var duties = new Duties(loop, orphans, agent.Stop);
        using var saving = PosixSignalRegistration.Create((PosixSignal)UserSignal, context =>
        {
            context.Cancel = true;
            loop.Post(_ => Save(), null);
        });
        if ((await agent.RunAsync(duties.Begin, options.Restore is { } file ? () => RestoreAsync(file) : null)).TryGetError(out var failed)) return failed;
        // In a PID namespace of our own, with a /proc that shows it, everyone is ours; elsewhere nobody but the workload, which has ended.
        if (new FileInfo("/proc/self").LinkTarget == "1") await orphans.EndAllAsync(loop.Clock, CancellationToken.None);
        await machine.RestartAsync(CancellationToken.None);
        return UnitResult.Success<LobsterError>();
    }

    private UnitResult<LobsterError> PrepareFolders()
    {
        foreach (var folder in (ReadOnlySpan<string>)[home, Path.GetDirectoryName(counterFile)!]) _ = Directory.CreateDirectory(folder);
        FileCounter.Write(counterFile, 0);
        // The workload runs as its user, and needs both.
        return FileOwner.Set(home, WorkloadId, WorkloadId).Bind(() => FileOwner.Set(counterFile, WorkloadId, WorkloadId));
    }

    private void Save()
    {
        var isWanted = agent.Workload.State is WorkloadState.Starting or WorkloadState.Running or WorkloadState.BackingOff;
        var state = new AgentState(AgentState.CurrentSchema, agent.Tenancy.WireClaim, isWanted, FileCounter.Read(counterFile))
        {
            Nonce = agent.Tenancy.Nonce,
            Waiting = agent.Tenancy.Claim is null ? agent.Waiting : null,
        };
        if (StateFile.Write(options.State, state).TryGetError(out var unwritten)) StandardStream.Complain(unwritten.FullMessage);
    }

    private async Task<UnitResult<LobsterError>> RestoreAsync(string file)
    {
        if (StateFile.Read(file).TryGetError(out var unreadable, out var state)) return unreadable;
        FileCounter.Write(counterFile, state.Requests);
        if (state.Claim is null) return state.Waiting is { } waiting ? agent.TakeUp(waiting) : UnitResult.Success<LobsterError>();

        var replies = new List<AgentReply> { await agent.TakeUpAsync(state.Claim) };
        if (state.Nonce is { } nonce) replies.Add(await agent.TakeUpAsync(new AgentRequest.Hold { Nonce = nonce }));
        if (state.IsWorkloadWanted) replies.Add(await agent.TakeUpAsync(new AgentRequest.WorkloadStart()));
        return replies.OfType<AgentReply.Refused>().FirstOrDefault() is { } refused
            ? new LobsterError(ProcessModeErrors.StateUnreadable, $"{file}: {refused.Message}")
            : UnitResult.Success<LobsterError>();
    }

    private static int Fail(int exitCode, string text)
    {
        StandardStream.Complain(text);
        return exitCode;
    }
}

using System.Text;
using System.Threading.Channels;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Commands;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Cli.Tank;

/// <summary>The tank on a terminal: one loop owns the model, everything else sends it something.</summary>
internal sealed class LiveTank(Shell shell)
{
    private const int MostWaiting = 256;

    private readonly Channel<TankInput> inputs = Channel.CreateBounded<TankInput>(MostWaiting);
    private readonly Channel<bool> happened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<Task> acts = [];

    /// <summary>Shows it until the person leaves, or a signal ends it.</summary>
    /// <error code="terminal.mode.refused">Standard input is no terminal.</error>
    internal async Task<UnitResult<LobsterError>> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (TankTerminal.Take(shell.Screen, () => Send(new TankInput.Resized()), () => Send(new TankInput.Ended())).TryGetError(out var refused, out var terminal)) return refused;
        using (terminal)
        {
            var feed = new TankFeed(shell.Client, shell.Clock, inputs.Writer);
            Begin(feed.ReadAsync(happened.Reader, stop.Token));
            Begin(feed.ListenAsync(happened.Writer, stop.Token));
            _ = ReadKeysAsync(stop.Token);    // a read of a terminal cannot be called off; it ends with the program
            try
            {
                await LoopAsync(terminal, feed, stop.Token);
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAll(acts);
            }
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>The model after something came that is no key.</summary>
    internal static TankModel Next(TankModel model, TankInput input) => input switch
    {
        TankInput.Read read => (model.Note.Length > 0 && model.IsBad ? model with { Note = "", IsBad = false } : model).With(read.List),
        TankInput.Failed failed => model with { Note = failed.Message, IsBad = true },
        TankInput.Told told => model with { Note = told.Message, IsBad = false },
        TankInput.Past past when past.Tenant == model.Selected => model with { Events = [.. past.Events], Lines = [.. past.Lines] },
        TankInput.Checked check when check.Tenant == model.Selected => model with { Checks = check.Checks },
        TankInput.Explained explained when explained.Tenant == model.Selected => model with { Why = explained.Why },
        _ => model,
    };

    private async Task LoopAsync(TankTerminal terminal, TankFeed feed, CancellationToken cancellationToken)
    {
        var model = new TankModel { Note = "asking the service …" };
        terminal.Show(model);
        model = model with { Note = "" };
        await foreach (var input in inputs.Reader.ReadAllAsync(cancellationToken))
        {
            if (input is TankInput.Ended) return;
            if (input is TankInput.Pressed pressed)
            {
                (model, var act) = TankKeys.Press(model, pressed.Key);
                if (act is TankAct.Quit) return;
                if (act is not null) Begin(DoAsync(feed, act, cancellationToken));
            }
            else
            {
                model = Next(model, input);
            }

            if (inputs.Reader.Count == 0) terminal.Show(model);
        }
    }

    private static Task DoAsync(TankFeed feed, TankAct act, CancellationToken cancellationToken) => act switch
    {
        TankAct.Look look => feed.LookAsync(look.Tenant, cancellationToken),
        TankAct.Examine examine => feed.ExamineAsync(examine.Tenant, cancellationToken),
        TankAct.Molt molt => feed.MoltAsync(molt.Tenant, cancellationToken),
        TankAct.Evict evict => feed.EvictAsync(evict.Tenant, cancellationToken),
        _ => Task.CompletedTask,
    };

    private void Begin(Task act)
    {
        _ = acts.RemoveWhere(done => done.IsCompleted);
        _ = acts.Add(EndQuietlyAsync(act));
    }

    private static async Task EndQuietlyAsync(Task act)
    {
        try
        {
            await act;
        }
        catch (OperationCanceledException)
        {
            // The person left.
        }
    }

    private async Task ReadKeysAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        while (!cancellationToken.IsCancellationRequested && await shell.Screen.In.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            foreach (var key in TankKey.Read(Encoding.UTF8.GetString(buffer, 0, count))) Send(new TankInput.Pressed(key));
        Send(new TankInput.Ended());
    }

    // A full queue has more to show than this.
    private void Send(TankInput input)
    {
        if (!inputs.Writer.TryWrite(input) && input is TankInput.Ended) _ = inputs.Writer.TryComplete();
    }
}

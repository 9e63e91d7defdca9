using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>stats</c>: what tenants cost and do.</summary>
internal static class StatsCommand
{
    internal static Command Build(CommandFrame frame)
    {
        var name = new Argument<string?>("NAME") { Description = "The tenant [default: all]", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand(
            "stats",
            "Show what a tenant costs and does: CPU, memory, disk, network, requests.",
            "By the host's own counters since its VM, its TAP and its route were made; the guest is not asked. CPU is time used, not a rate: lobsterd tank shows rates.",
            "lobsterd stats alice",
            "lobsterd stats --json | jq -r '.tenants[] | [.tenant.name, .stats.memoryBytes] | @tsv'")
        {
            name,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetValue(name), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string? name, CancellationToken cancellationToken)
    {
        if (name is not null && CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = name is null ? ReefPaths.Stats : $"{ReefPaths.Tenants}/{name}/stats";
        if ((await shell.Client.GetBytesAsync(path, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (shell.IsJson)
        {
            shell.WriteBytes(bytes);
            return UnitResult.Success<LobsterError>();
        }

        var read = name is null
            ? ReefClient.Parse(path, bytes, ReefJson.Default.UsageList).Map(list => list.Tenants)
            : ReefClient.Parse(path, bytes, ReefJson.Default.UsageBody).Map(IReadOnlyList<UsageBody> (one) => [one]);
        if (read.TryGetError(out var garbled, out var usages)) return garbled;
        Write(shell, usages);
        return UnitResult.Success<LobsterError>();
    }

    private static void Write(Shell shell, IReadOnlyList<UsageBody> usages)
    {
        var table = new FittedTable(
            new("NAME", 12), new("STATE", 11, IsColoured: true), new("CPU", 10), new("MEMORY", 9), new("DISK", 8), new("RECEIVED", 7), new("SENT", 6),
            new("REQUESTS", 5), new("SOCKETS", 2), new("STREAMS", 1), new("UNDER WAY", 3), new("UPTIME", 4))
        {
            WhenEmpty = "no tenants; lobsterd spawn NAME makes one",
        };
        foreach (var usage in usages)
        {
            var stats = usage.Stats;
            table.Add(
                usage.Tenant.Name,
                usage.Tenant.State,
                stats.CpuMs is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{cpu / 1_000:0.0}s") : "",
                BytesOf(stats.MemoryBytes),
                BytesOf(stats.DiskBytes),
                BytesOf(stats.ReceivedBytes),
                BytesOf(stats.SentBytes),
                NumberOf(stats.Requests),
                NumberOf(stats.WebSockets),
                NumberOf(stats.Streams),
                NumberOf(stats.UnderWay),
                stats.UptimeMs is { } uptime ? Amounts.OfAge(TimeSpan.FromMilliseconds(uptime)) : "");
        }

        table.Write(shell.Screen, WordStyles.Of);
    }

    private static string BytesOf(long? bytes) => bytes is { } known ? Amounts.OfBytes(known) : "";

    private static string NumberOf(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

using System.CommandLine;
using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Cli.Client;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary><c>inspect</c>: all that is known of a tenant but its secrets.</summary>
internal static class InspectCommand
{
    private const int NameWidth = 12;

    internal static Command Build(CommandFrame frame)
    {
        var name = CommandFrame.NewName();
        var command = new ExampledCommand(
            "inspect",
            "Show all that is known of a tenant but its secrets.",
            "",
            "lobsterd inspect alice",
            "lobsterd inspect alice --json | jq .tenant.egress")
        {
            name,
        };
        frame.Handle(command, (shell, parsed, cancellationToken) => RunAsync(shell, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private static async Task<UnitResult<LobsterError>> RunAsync(Shell shell, string name, CancellationToken cancellationToken)
    {
        if (CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = $"{ReefPaths.Tenants}/{name}/stats";
        if ((await shell.Client.GetBytesAsync(path, cancellationToken)).TryGetError(out var error, out var bytes)) return error;
        if (shell.IsJson) shell.WriteBytes(bytes);
        else if (ReefClient.Parse(path, bytes, ReefJson.Default.UsageBody).TryGetError(out var garbled, out var usage)) return garbled;
        else foreach (var (word, value) in LinesOf(usage)) await shell.Screen.Out.WriteAsync($"{word.PadRight(NameWidth)}{value}\n");
        return UnitResult.Success<LobsterError>();
    }

    // What has no value is left out.
    private static IEnumerable<(string Word, string Value)> LinesOf(UsageBody usage)
    {
        var (tenant, stats) = (usage.Tenant, usage.Stats);
        IEnumerable<(string Word, string? Value)> all =
        [
            ("name", tenant.Name),
            ("id", tenant.Id.ToString()),
            ("state", tenant.State == tenant.Desired ? tenant.State : $"{tenant.State} (wanted {tenant.Desired})"),
            ("reason", tenant.Reason is { } reason ? GuestText.Of(reason, hasColour: false) : null),
            ("sleeps as", tenant.Proof is { } proof ? GuestText.Of(proof.Text, hasColour: false) : null),
            ("mode", tenant.IdleAfterMs is { } idle ? $"{tenant.Mode}, asleep after {Amounts.OfAge(TimeSpan.FromMilliseconds(idle))}" : tenant.Mode),
            ("held", tenant.Hold is { } hold ? $"awake until {Moments.ToText(hold.Until)}: {GuestText.Of(hold.Why, hasColour: false)}" : null),
            ("snaps", tenant is { SnapEvery: null, SnapKeep: null } ? null : new SnapRule(tenant.SnapEvery, tenant.SnapKeep).Words),
            ("labels", tenant.Labels is not { Count: > 0 } labels ? null : string.Join(", ", labels.Select(label => $"{label.Key}={GuestText.Of(label.Value, hasColour: false)}"))),
            ("url", tenant.Url),
            ("ip", tenant.Ip),
            ("tap", $"{tenant.Tap} (slot {Number(tenant.Slot)})"),
            ("vm", $"{tenant.Hypervisor}{(tenant.Pid is { } pid ? $" pid {Number(pid)}" : "")}{(stats.UptimeMs is { } up ? $", up {Amounts.OfAge(TimeSpan.FromMilliseconds(up))}" : "")}{(stats.IsPaused ? ", paused" : "")}"),
            ("size", $"{Number(tenant.Vcpus)} CPU, {Amounts.OfBytes((long)tenant.MemoryMib << 20)} memory, {Amounts.OfBytes(tenant.DiskBytes)} disk"),
            ("image", $"{GuestText.Of(tenant.Image, hasColour: false)} ({tenant.ImageHash[..Math.Min(12, tenant.ImageHash.Length)]})"),
            ("workload", $"{tenant.Workload} on port {Number(tenant.Port)}"),
            ("published", tenant.Publish.Count == 0 ? null : string.Join(", ", tenant.Publish.Select(port => $"{Number(port.HostPort)} → {Number(port.GuestPort)}"))),
            ("egress", tenant.Egress),
            ("rates", RatesOf(tenant)),
            ("held up", stats.Throttles is > 0 and var times ? $"{Number(times)} times by a rate" : null),
            ("limits", stats.LimitsInForce.Count == 0 ? null : string.Join(", ", stats.LimitsInForce)),
            ("cpu", stats.CpuMs is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{cpu / 1_000:0.0} s used") : null),
            ("memory", stats.MemoryBytes is { } memory ? $"{Amounts.OfBytes(memory)} resident" : null),
            ("disk", DiskOf(stats)),
            ("network", stats.ReceivedBytes is { } received ? $"{Amounts.OfBytes(received)} received, {Amounts.OfBytes(stats.SentBytes ?? 0)} sent" : null),
            ("edge", stats.Requests is { } requests ? $"{Number(requests)} requests, {Number(stats.WebSockets ?? 0)} sockets, {Number(stats.Streams ?? 0)} streams; {Number(stats.UnderWay ?? 0)} under way" : null),
            ("identity", usage.Identity is { } proved ? $"proved {Moments.ToText(proved.At)}: {proved.Digest[..Math.Min(16, proved.Digest.Length)]}, machine id {GuestText.Of(proved.MachineId, hasColour: false)}" : null),
            ("ssh keys", usage.Identity is { HostKeys: { Count: > 0 } keys } ? GuestText.Of(string.Join(", ", keys), hasColour: false) : null),
            ("spawned", Moments.ToText(tenant.CreatedAt)),
            ("last event", usage.LastEvent is { } last ? $"{last.Kind}: {GuestText.Of(last.Message, hasColour: false)}" : null),
        ];
        return all.Where(line => line.Value is not null).Select(line => (line.Word, line.Value!));
    }

    private static string? DiskOf(StatsBody stats) => stats is not { DiskBytes: { } held }
        ? null
        : $"{Amounts.OfBytes(held)} on the host{(stats is { DiskReadBytes: { } read, DiskWrittenBytes: { } written } ? $"; {Amounts.OfBytes(read)} read, {Amounts.OfBytes(written)} written" : "")}";

    private static string? RatesOf(TenantBody tenant)
    {
        (string Word, string? Rate)[] rates = [("receives", tenant.Rx), ("sends", tenant.Tx), ("disk", tenant.DiskRate)];
        var told = string.Join(", ", rates.Where(rate => rate.Rate is not null).Select(rate => $"{rate.Word} {rate.Rate}"));
        return told.Length == 0 ? null : told;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

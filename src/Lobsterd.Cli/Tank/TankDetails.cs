using System.Globalization;
using Lobsterd.Cli.Ui;
using Lobsterd.Protocol.Reef;
using Spectre.Console;

namespace Lobsterd.Cli.Tank;

/// <summary>What is shown of one tenant.</summary>
internal static class TankDetails
{
    private const int Least = 3;

    private static readonly Style Head = new(decoration: Decoration.Bold);

    internal static IEnumerable<IReadOnlyList<TankSpan>> Draw(TankModel model, TankRow row, int room)
    {
        var tenant = row.Usage.Tenant;
        var lines = new List<IReadOnlyList<TankSpan>>
        {
            new List<TankSpan> { new($"{tenant.Name}  ", Head), new(tenant.State, WordStyles.Of(tenant.State)), TankSpan.Plain($"  {tenant.Url}  {tenant.Ip}  {tenant.Hypervisor}  {GuestText.Of(tenant.Image, hasColour: false)}") },
        };
        if (tenant.Labels is { Count: > 0 } labels) lines.Add([TankSpan.Plain(string.Join("  ", labels.Select(label => $"{label.Key}={GuestText.Of(label.Value, hasColour: false)}")))]);
        if (tenant.Reason is { } reason) lines.Add([new(GuestText.Of(reason, hasColour: false), new Style(Color.Red))]);

        // Checks that are not healthy come first; events and lines share what is left.
        lines.Add([new("checks", Head)]);
        var checks = model.Checks.OrderBy(check => check.Status == "healthy").Take(Math.Max(Least, (room / 2) - 2)).ToList();
        if (checks.Count == 0) lines.Add([TankSpan.Plain("  …")]);
        lines.AddRange(checks.Select(check => (IReadOnlyList<TankSpan>)[
            new($"  {check.Status,-9} ", WordStyles.Of(check.Status)), TankSpan.Plain($"{check.Name}: {GuestText.Of(check.Evidence, hasColour: false)}")]));
        lines.AddRange(WhyOf(model.Why));
        var left = Math.Max(2 * Least, room - lines.Count - 2);
        lines.Add([new("events", Head)]);
        lines.AddRange(model.Events.TakeLast(left / 2).Select(EventOf));
        lines.Add([new("lines", Head)]);
        lines.AddRange(model.Lines.TakeLast(Math.Max(0, room - lines.Count)).Select(LineOf));
        return lines.Take(room);
    }

    internal static IReadOnlyList<TankSpan> LineOf(LogBody line) =>
        [TankSpan.Plain("  "), new(GuestText.Of(line.Text, hasColour: false).Replace('\t', ' '), line.Stream == "stderr" ? new Style(Color.Yellow) : Style.Plain)];

    private static IEnumerable<IReadOnlyList<TankSpan>> WhyOf(WhyBody? why)
    {
        if (why is null) yield break;
        yield return [new("why", Head)];
        yield return [TankSpan.Plain($"  {GuestText.Of(string.Join("; ", why.Reasons), hasColour: false)}")];
        foreach (var fact in why.Facts.Reverse())
            yield return
            [
                TankSpan.Plain($"  {fact.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} "),
                new($"{fact.Topic,-8} ", new Style(fact.Code is null ? Color.Green : Color.Red)),
                TankSpan.Plain(GuestText.Of($"{fact.Message}: {string.Join(", ", fact.Evidence.Select(entry => $"{entry.Key} {entry.Value}"))}".TrimEnd(' ', ':'), hasColour: false)),
            ];
    }

    private static IReadOnlyList<TankSpan> EventOf(EventBody happened) =>
    [
        TankSpan.Plain($"  {happened.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} "),
        new(happened.Kind, new Style(happened.Code is null ? Color.Green : Color.Red)),
        TankSpan.Plain($" {GuestText.Of(happened.Message, hasColour: false)} ({GuestText.Of(happened.Actor, hasColour: false)})"),
    ];
}

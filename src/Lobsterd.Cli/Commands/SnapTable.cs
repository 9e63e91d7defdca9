using CSharpFunctionalExtensions;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;

namespace Lobsterd.Cli.Commands;

/// <summary>Snaps as a table.</summary>
internal static class SnapTable
{
    /// <summary>Writes a tenant's, or all.</summary>
    internal static async Task<UnitResult<LobsterError>> WriteAsync(Shell shell, string? name, CancellationToken cancellationToken)
    {
        if (name is not null && CommandFrame.CheckNames(name).TryGetError(out var invalid)) return invalid;
        var path = name is null ? ReefPaths.Snaps : $"{ReefPaths.Tenants}/{name}/snaps";
        if ((await shell.Client.GetAsync(path, ReefJson.Default.SnapList, cancellationToken)).TryGetError(out var error, out var list)) return error;
        if (shell.IsJson)
        {
            shell.WriteJson(list, ReefJson.Default.SnapList);
            return UnitResult.Success<LobsterError>();
        }

        var now = shell.Clock.GetUtcNow();
        var table = new FittedTable(new("TENANT", 6), new("SNAP", 12), new("LABEL", 5), new("IMAGE", 5), new("DISK", 3), new("USED", 3), new("AGE", 3), new("CAUSE", 5), new("STATE", 5))
        {
            WhenEmpty = "no snaps; lobsterd snap NAME takes one",
        };
        foreach (var snap in list.Snaps)
        {
            table.Add(
                snap.Tenant,
                snap.Id,
                snap.Label ?? "-",
                GuestText.Of(snap.Image, hasColour: false),
                Amounts.OfBytes(snap.DiskBytes),
                Amounts.OfBytes(snap.ContentBytes),
                Amounts.OfAge(now - snap.MadeAt),
                snap.Cause,
                snap.Damaged ? "damaged" : "ready");
        }

        table.Write(shell.Screen, WordStyles.Of);
        return UnitResult.Success<LobsterError>();
    }
}

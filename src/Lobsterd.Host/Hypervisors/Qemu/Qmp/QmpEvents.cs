using System.Text.Json;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>The events that we understand.</summary>
internal static class QmpEvents
{
    private const string Migration = "MIGRATION";

    /// <summary>What an event tells of a load under way: how far it is; null when it tells something else.</summary>
    internal static string? LoadStatusOf(QmpEvent happened)
    {
        if (happened.Name != Migration || happened.Data.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return happened.Data.Deserialize(QmpJson.Default.MigrationReturn)?.Status;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

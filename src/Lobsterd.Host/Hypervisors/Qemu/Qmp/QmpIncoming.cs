using System.Text.Json;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>One line from QEMU, understood.</summary>
internal abstract record QmpIncoming
{
    private QmpIncoming()
    {
    }

    /// <summary>The first line of a connection.</summary>
    internal sealed record Greeting(QemuVersion Version) : QmpIncoming;

    /// <summary>A command was carried out.</summary>
    internal sealed record Returned(long Id, JsonElement Value) : QmpIncoming;

    /// <summary>A command was refused.</summary>
    internal sealed record Refused(long Id, string Class, string Description) : QmpIncoming;

    /// <summary>An event.</summary>
    internal sealed record Happened(QmpEvent Event) : QmpIncoming;
}

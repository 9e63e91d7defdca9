using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Any line from QEMU as it stands on the wire; which members are there tells what it is.</summary>
internal sealed record QmpMessage
{
    /// <summary>Only in the first line.</summary>
    [JsonPropertyName("QMP")]
    public QmpGreetingBody? Greeting { get; init; }

    /// <summary>The answer of a command that was carried out.</summary>
    public JsonElement? Return { get; init; }

    /// <summary>Why a command was refused.</summary>
    public QmpErrorBody? Error { get; init; }

    /// <summary>The name of an event.</summary>
    public string? Event { get; init; }

    /// <summary>What an event tells.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Which command a reply answers.</summary>
    public JsonElement? Id { get; init; }
}

/// <summary>The body of a greeting.</summary>
internal sealed record QmpGreetingBody(QmpVersionBody Version);

/// <summary>The version within a greeting.</summary>
internal sealed record QmpVersionBody(QemuVersion Qemu);

/// <summary>The body of a refusal.</summary>
internal sealed record QmpErrorBody(string Class, string Desc);

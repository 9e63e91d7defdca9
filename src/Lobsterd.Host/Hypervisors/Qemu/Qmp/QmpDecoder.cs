using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>Understands one line of a monitor. Any bytes at all give a message or an error, never an exception.</summary>
internal static class QmpDecoder
{
    private const int ShownBytes = 120;

    /// <summary>Decodes a line.</summary>
    /// <param name="line">The line without its line feed; a carriage return before it is white space to JSON.</param>
    /// <error code="qmp.message.malformed">It is not a greeting, a reply with the id of a command, or an event.</error>
    internal static Result<QmpIncoming, LobsterError> Decode(ReadOnlySpan<byte> line)
    {
        QmpMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(line, QmpJson.Default.QmpMessage);
        }
        catch (JsonException)
        {
            return Malformed(line);
        }

        return message switch
        {
            { Greeting: { } greeting } => new QmpIncoming.Greeting(greeting.Version.Qemu),
            { Event: { } name } => new QmpIncoming.Happened(new QmpEvent(name, message.Data ?? default)),
            { Return: { } value, Id: { } id } when TryId(id, out var number) => new QmpIncoming.Returned(number, value),
            { Error: { } error, Id: { } id } when TryId(id, out var number) => new QmpIncoming.Refused(number, error.Class, error.Desc),
            _ => Malformed(line),
        };
    }

    private static bool TryId(JsonElement id, out long number)
    {
        number = 0;
        return id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out number);
    }

    private static LobsterError Malformed(ReadOnlySpan<byte> line)
    {
        var shown = Encoding.ASCII.GetString(line[..Math.Min(line.Length, ShownBytes)]);
        return new LobsterError(QmpErrors.Malformed, $"QEMU's monitor said what is not QMP: {string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c))}");
    }
}

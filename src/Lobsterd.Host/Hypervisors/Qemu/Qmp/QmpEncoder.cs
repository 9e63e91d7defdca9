using System.Buffers;
using System.Text.Json;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>Writes commands.</summary>
internal static class QmpEncoder
{
    /// <summary>One command as a line, line feed included.</summary>
    /// <param name="command">Which.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="id">What its reply will be told by.</param>
    internal static ReadOnlyMemory<byte> Encode<TArguments, TReturn>(QmpCommand<TArguments, TReturn> command, TArguments arguments, long id)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("execute"u8, command.Name);
            if (arguments is not QmpNothing)
            {
                writer.WritePropertyName("arguments"u8);
                JsonSerializer.Serialize(writer, arguments, command.Arguments);
            }

            writer.WriteNumber("id"u8, id);
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenMemory;
    }
}

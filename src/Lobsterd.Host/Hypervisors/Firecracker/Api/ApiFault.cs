using System.Text;
using System.Text.Json;

namespace Lobsterd.Host.Hypervisors.Firecracker.Api;

/// <summary>The words of a refusal. Firecracker has two shapes of them.</summary>
internal static class ApiFault
{
    private const int LongestWords = 2_048;

    // What its HTTP layer refuses comes like JSON, but with raw line ends within the text, so no JSON reader takes it.
    private const string TransportStart = "{ \"error\": \"";
    private const string TransportEnd = "\" }";

    /// <summary>Reads a body; what has neither shape is told as it is.</summary>
    internal static string Read(ReadOnlySpan<byte> body)
    {
        var text = Routed(body) ?? Transport(Encoding.UTF8.GetString(body).Trim());
        return text.Length > LongestWords ? text[..LongestWords] : text;
    }

    private static string? Routed(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.FaultReply)?.FaultMessage;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Transport(string text) =>
        text.StartsWith(TransportStart, StringComparison.Ordinal) && text.EndsWith(TransportEnd, StringComparison.Ordinal)
            ? text[TransportStart.Length..^TransportEnd.Length].Replace('\n', ' ')
            : text;
}

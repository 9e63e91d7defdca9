using System.Text.Json;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Agent;

/// <summary>What must be known of a request before any of the rest is looked at: who sends it, and in which version.</summary>
/// <remarks>Read by itself, so that an unknown peer gets no more of us than this, and so that a message of a newer lobsterd, with members that we
/// do not know, can be refused by name instead of being met with silence.</remarks>
/// <param name="Operation">The member <c>op</c>; null when it is absent.</param>
/// <param name="Version">The member <c>v</c>; our own version when it is absent.</param>
/// <param name="Token">The member <c>token</c>; null when it is absent.</param>
internal readonly record struct Envelope(string? Operation, int Version, string? Token)
{
    /// <summary>Reads a line; null when it is no JSON object, or one of the three is of the wrong kind.</summary>
    internal static Envelope? Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = AgentLimits.MaxJsonDepth });
        var envelope = new Envelope(null, AgentLimits.ProtocolVersion, null);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (envelope.Take(ref reader) is not { } taken) return null;
                envelope = taken;
            }

            // Whatever stands behind the object makes the reader throw.
            return reader.Read() ? null : envelope;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no UTF-8, or half a surrogate pair.
            return null;
        }
    }

    private Envelope? Take(ref Utf8JsonReader reader)
    {
        var isOperation = reader.ValueTextEquals("op"u8);
        var isVersion = reader.ValueTextEquals("v"u8);
        var isToken = reader.ValueTextEquals("token"u8);
        _ = reader.Read();
        if (isVersion) return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) ? this with { Version = version } : null;
        if (isOperation) return reader.TokenType == JsonTokenType.String ? this with { Operation = reader.GetString() } : null;
        if (isToken && reader.TokenType != JsonTokenType.Null)
            return reader.TokenType == JsonTokenType.String ? this with { Token = reader.GetString() } : null;

        reader.Skip();
        return this;
    }
}

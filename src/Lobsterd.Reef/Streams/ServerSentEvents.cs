using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lobsterd.Protocol.Reef;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Streams;

/// <summary>Writes an answer as server-sent events (WHATWG HTML, section 9.2), one JSON document an event.</summary>
public sealed class ServerSentEvents
{
    private static readonly byte[] End = "\n\n"u8.ToArray();
    private readonly HttpResponse response;

    /// <summary>Turns a response into an event stream.</summary>
    public ServerSentEvents(HttpResponse response)
    {
        this.response = response;
        response.ContentType = ReefPaths.EventStream;
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Whether a client asks for a stream.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains(ReefPaths.EventStream, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Sends one event at once.</summary>
    /// <param name="name">The event's type.</param>
    /// <param name="body">Its data.</param>
    /// <param name="json">How the data is written.</param>
    /// <param name="id">What a client says in <c>Last-Event-ID</c> to go on behind it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SendAsync<T>(string name, T body, JsonTypeInfo<T> json, long? id, CancellationToken cancellationToken)
    {
        var head = id is null
            ? $"event: {name}\ndata: "
            : string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {name}\ndata: ");
        _ = await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(head), cancellationToken);
        _ = await response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, json), cancellationToken);
        _ = await response.BodyWriter.WriteAsync(End, cancellationToken);
    }
}

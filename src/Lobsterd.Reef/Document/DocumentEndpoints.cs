using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Document;

/// <summary><c>/v1/openapi.json</c>: what the API has, by OpenAPI 3.1.</summary>
/// <remarks>The document is made from the declared paths by a test, checked in as <c>docs/openapi.json</c> and built in: a service that is started spends nothing on it.</remarks>
public static class DocumentEndpoints
{
    private static readonly byte[] Document = Read();

    /// <summary>Adds the path.</summary>
    public static void Map(ReefRoutes routes) => _ = routes
        .GetPublic(ReefPaths.Document, "Describes the API by OpenAPI 3.1.", (HttpContext _) => Results.Bytes(Document, "application/json"))
        .AnswersText("application/json");

    private static byte[] Read()
    {
        using var stream = typeof(DocumentEndpoints).Assembly.GetManifestResourceStream("openapi.json")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}

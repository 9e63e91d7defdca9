using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Reef;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>A client that knows the API by its document alone, and keeps to it or not.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private const int Requests = 5_200;
    private const string Json = "application/json";

    private readonly ReefServer server = new() { Config = new LobsterdConfig() };

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task whatever_a_client_sends_no_answer_breaks_the_document()
    {
        var document = JsonNode.Parse(await server.Client.GetStringAsync(ReefPaths.Document, TestContext.Current.CancellationToken))!;
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Method: method.Key, Path: path.Key, Operation: method.Value!.AsObject()))).ToList();
        var statuses = new SortedDictionary<int, int>();

        await Gen.Select(Gen.Int[0, operations.Count - 1], Gen.Int).SampleAsync(
            async (index, seed) =>
            {
                var (method, path, operation) = operations[index];
                var (request, isForbidden) = new CallMaker(document, new Random(seed)).Make(method, path, operation);
                using (request)
                {
                    using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                    lock (statuses) statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
                    if (await FaultOfAsync(document, operation, answer, isForbidden) is { } fault) throw new InvalidOperationException($"{request}\n{await BodyOfAsync(request)}\n{fault}");
                }
            },
            iter: Requests,
            threads: 2);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{statuses.Values.Sum()} requests to {operations.Count} operations: {string.Join(", ", statuses.Select(status => $"{status.Value} × {status.Key}"))}");
        Assert.Equal(Requests, statuses.Values.Sum());
        Assert.Contains(200, statuses.Keys);
        Assert.Contains(202, statuses.Keys);
        Assert.Contains(400, statuses.Keys);
    }

    private static async Task<string?> FaultOfAsync(JsonNode document, JsonObject operation, HttpResponseMessage answer, bool isForbidden)
    {
        var status = (int)answer.StatusCode;
        var media = answer.Content.Headers.ContentType?.MediaType;
        if (status >= 500) return $"{status}: {await ReadAsync(answer)}";
        if (media == ReefPaths.Problem)
        {
            var problem = JsonNode.Parse(await ReadAsync(answer));
            return problem?["status"]?.GetValue<int>() == status ? Schema.FaultOf(document, Schema.Follow(document, "#/components/schemas/ProblemBody"), problem) : $"{status} is told as {problem}";
        }

        if (isForbidden) return $"{status} to a body that the document forbids";
        if (operation["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not JsonObject response) return $"{status} is no answer of the document's: {await ReadAsync(answer)}";
        if (response["content"] is not JsonObject content) return (await ReadAsync(answer)).Length == 0 ? null : $"{status} has content";
        if (media is null || content[media] is not JsonObject expected) return $"{media} is no content of the document's";
        return media == Json ? Schema.FaultOf(document, expected["schema"], JsonNode.Parse(await ReadAsync(answer))) : null;
    }

    private static Task<string> ReadAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<string> BodyOfAsync(HttpRequestMessage request) =>
        request.Content is null ? "" : await request.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}

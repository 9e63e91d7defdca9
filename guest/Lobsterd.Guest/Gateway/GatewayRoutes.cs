using System.Security.Cryptography;
using System.Text;
using Lobsterd.Guest.Gateway.Http;

namespace Lobsterd.Guest.Gateway;

/// <summary>Which endpoint answers a request, and whether it may be asked at all.</summary>
internal sealed class GatewayRoutes(IReadOnlyList<IEndpoint> endpoints, string token)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] token = Encoding.UTF8.GetBytes(token);

    /// <summary>Answers a request.</summary>
    internal async Task AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        var endpoint = endpoints.FirstOrDefault(candidate => candidate.Path == request.Path);
        if (!IsExpectationKnown(request))
            await exchange.AnswerAsync(HttpStatus.ExpectationFailed, "only 100-continue is known", cancellationToken);
        // Before all else: who may not ask learns nothing of what could be asked, and how.
        else if (endpoint is not { NeedsToken: false } && !IsAuthorized(request))
            await exchange.AnswerAsync(
                HttpStatus.Unauthorized, "this needs the tenant's gateway token", cancellationToken, new HeaderField("WWW-Authenticate", "Bearer"));
        else if (endpoint is null)
            await exchange.AnswerAsync(HttpStatus.NotFound, "there is nothing here", cancellationToken);
        else if (!endpoint.Methods.Split(", ").Contains(request.Method))
            await exchange.AnswerAsync(
                HttpStatus.MethodNotAllowed, $"the methods here are {endpoint.Methods}", cancellationToken, new HeaderField("Allow", endpoint.Methods));
        else
            await endpoint.AnswerAsync(exchange, cancellationToken);
    }

    /// <summary>By header, or by query for whoever cannot set one: a browser that opens a WebSocket.</summary>
    private bool IsAuthorized(RequestHead request)
    {
        var header = request.Fields.Single("Authorization");
        var presented = header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..] : request.QueryValue("token");
        return presented is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), token);
    }

    private static bool IsExpectationKnown(RequestHead request) =>
        request.Fields.All("Expect").All(expected => expected.Equals("100-continue", StringComparison.OrdinalIgnoreCase));
}

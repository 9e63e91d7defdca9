using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Problems;

/// <summary>Reads a request's JSON strictly; a fault names the JSON path.</summary>
public static class RequestBody
{
    /// <summary>Reads the body.</summary>
    /// <error code="request.body.invalid">It is not what the path takes.</error>
    public static async Task<Result<T, LobsterError>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> json, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, json, cancellationToken) is { } body
                ? body
                : new LobsterError(RequestErrors.BodyInvalid, "the body is null");
        }
        catch (JsonException exception)
        {
            return new LobsterError(RequestErrors.BodyInvalid, $"{exception.Path ?? "$"}: {FirstSentenceOf(exception.Message)}");
        }
        catch (BadHttpRequestException exception)
        {
            return ErrorOf(exception, RequestErrors.BodyInvalid);
        }
    }

    /// <summary>What the server found wrong with a request.</summary>
    /// <error code="request.body.large">Its body is longer than the server takes.</error>
    /// <error code="request.parameter.invalid">It is not what the path takes.</error>
    public static LobsterError ErrorOf(BadHttpRequestException exception, ErrorCode otherwise) => exception.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new LobsterError(RequestErrors.BodyLarge, "the body is longer than a request's may be", "1 MiB at most")
        : new LobsterError(otherwise, exception.Message);

    // The rest of the message repeats path and position.
    private static string FirstSentenceOf(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

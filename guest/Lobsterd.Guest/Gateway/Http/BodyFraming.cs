namespace Lobsterd.Guest.Gateway.Http;

/// <summary>How a request's body is delimited.</summary>
/// <param name="IsChunked">By chunks; <paramref name="Length"/> is then 0.</param>
/// <param name="Length">By its length in bytes; 0 means that there is no body.</param>
internal readonly record struct BodyFraming(bool IsChunked, long Length)
{
    /// <summary>There is no body.</summary>
    internal bool IsEmpty => !IsChunked && Length == 0;
}

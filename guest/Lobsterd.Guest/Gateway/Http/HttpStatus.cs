namespace Lobsterd.Guest.Gateway.Http;

/// <summary>A status code with its phrase (RFC 9110, section 15).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Phrase">For people.</param>
internal readonly record struct HttpStatus(int Code, string Phrase)
{
    internal static readonly HttpStatus Ok = new(200, "OK");
    internal static readonly HttpStatus BadRequest = new(400, "Bad Request");
    internal static readonly HttpStatus Unauthorized = new(401, "Unauthorized");
    internal static readonly HttpStatus NotFound = new(404, "Not Found");
    internal static readonly HttpStatus MethodNotAllowed = new(405, "Method Not Allowed");
    internal static readonly HttpStatus RequestTimeout = new(408, "Request Timeout");
    internal static readonly HttpStatus TargetTooLong = new(414, "URI Too Long");
    internal static readonly HttpStatus ExpectationFailed = new(417, "Expectation Failed");
    internal static readonly HttpStatus UpgradeRequired = new(426, "Upgrade Required");
    internal static readonly HttpStatus FieldsTooLarge = new(431, "Request Header Fields Too Large");
    internal static readonly HttpStatus NotImplemented = new(501, "Not Implemented");
    internal static readonly HttpStatus VersionNotSupported = new(505, "HTTP Version Not Supported");
    internal static readonly HttpStatus InsufficientStorage = new(507, "Insufficient Storage");
}

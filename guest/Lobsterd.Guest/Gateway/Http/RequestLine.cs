using System.Text;
using CSharpFunctionalExtensions;

namespace Lobsterd.Guest.Gateway.Http;

/// <summary>The first line of a request: method, target, version, one space between each.</summary>
internal readonly record struct RequestLine(string Method, string Path, string Query, bool IsVersion11)
{
    /// <summary>Reads a line without its end.</summary>
    internal static Result<RequestLine, HttpStatus> Parse(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first < 1 || last == first) return HttpStatus.BadRequest;

        var method = line[..first];
        var target = line[(first + 1)..last];
        var version = line[(last + 1)..];
        if (method.Length > HttpLimits.MostMethodBytes) return HttpStatus.NotImplemented;
        if (target.Length > HttpLimits.MostTargetBytes) return HttpStatus.TargetTooLong;
        if (!HttpGrammar.IsToken(method) || !HttpGrammar.IsTarget(target)) return HttpStatus.BadRequest;
        if (!version.StartsWith("HTTP/"u8)) return HttpStatus.BadRequest;

        var isVersion11 = version.SequenceEqual("HTTP/1.1"u8);
        if (!isVersion11 && !version.SequenceEqual("HTTP/1.0"u8)) return HttpStatus.VersionNotSupported;
        // Only a proxy is asked in absolute form; the edge in front speaks origin form.
        if (target[0] != (byte)'/') return HttpStatus.BadRequest;

        var question = target.IndexOf((byte)'?');
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? [] : target[(question + 1)..];
        return new RequestLine(Text(method), Text(path), Text(query), isVersion11);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}

using System.Text;
using Lobsterd.Guest.Gateway.Http;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Gateway.Http;

public sealed class RequestParserTests
{
    [Fact]
    public void a_request_is_read_whole_and_what_follows_is_left()
    {
        var sent = "\r\nGET /a/b?x=1&token=a%20b HTTP/1.1\r\nHost: h\r\nAccept:  text/html \r\n\r\nrest"u8;
        var parsed = RequestParser.Parse(sent, out var consumed);
        var request = parsed.Value!;

        Assert.Equal(("GET", "/a/b", "x=1&token=a%20b", true), (request.Method, request.Path, request.Query, request.IsVersion11));
        Assert.Equal(("text/html", "a b", null), (request.Fields.Single("accept"), request.QueryValue("token"), request.QueryValue("y")));
        Assert.True(request.WantsKeepAlive && request.Body.IsEmpty);
        Assert.Equal("rest"u8, sent[consumed..]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTX/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: \u007f\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    public void what_two_servers_could_read_in_two_ways_is_refused(string text, int status) =>
        Assert.Equal(status, RequestParser.Parse(Encoding.Latin1.GetBytes(text), out _).Error.Code);

    [Fact]
    public void each_bound_has_its_status()
    {
        Assert.Equal(501, StatusOf($"{new string('M', 33)} / HTTP/1.1\r\n\r\n"));
        Assert.Equal(414, StatusOf($"GET /{new string('p', 8 << 10)} HTTP/1.1\r\n\r\n"));
        Assert.Equal(414, StatusOf($"GET /{new string('p', 9 << 10)}"));
        Assert.Equal(431, StatusOf($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 64).Select(i => $"F{i}: x\r\n"))}\r\n"));
        Assert.Equal(431, StatusOf($"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 16 << 10)}"));
        Assert.Equal(431, StatusOf($"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 16 << 10)}\r\n\r\n"));
    }

    [Fact]
    public void every_beginning_of_a_request_asks_for_more()
    {
        var whole = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"u8.ToArray();

        for (var length = 0; length < whole.Length; length++)
        {
            var parsed = RequestParser.Parse(whole.AsSpan(0, length), out var consumed);
            Assert.True(parsed.IsSuccess && parsed.Value is null && consumed == 0);
        }

        var request = RequestParser.Parse(whole, out _).Value!;
        Assert.Equal((3, false, false), (request.Body.Length, request.Body.IsChunked, request.WantsKeepAlive));
    }

    [Theory]
    [InlineData("text/html", true)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true)]
    [InlineData("text/html;q=0.9", true)]
    [InlineData("text/html;q=0.5, application/json;q=0.4", true)]
    [InlineData("TEXT/HTML; charset=utf-8; q=1", true)]
    [InlineData("*/*", false)]
    [InlineData("", false)]
    [InlineData("application/json, text/html;q=0.9", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData("text/html;q=x", false)]
    public void html_is_sent_to_whoever_wants_it_no_less_than_json(string accept, bool isHtml) =>
        Assert.Equal(isHtml, Accept.Prefers([accept], "text/html", "application/json"));

    private static int StatusOf(string text) => RequestParser.Parse(Encoding.ASCII.GetBytes(text), out _).Error.Code;
}

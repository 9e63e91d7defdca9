using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Lobsterd.Tests.Unit.Reef.Routes;

/// <summary>A handler gets the request and what its path says, and its result is what the client gets.</summary>
public sealed class RouteHandlerTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public static TheoryData<string, Delegate> Handlers => new()
    {
        { "/all", (HttpContext context) => Write(context, "") },
        { "/all", (HttpContext _) => Found("") },
        { "/all", async (HttpContext _) => await SoonAsync("") },
        { "/{name}", (HttpContext context, string name) => Write(context, name) },
        { "/{name}", (HttpContext _, string name) => Found(name) },
        { "/{name}", async (HttpContext _, string name) => await SoonAsync(name) },
        { "/{name}/{key}", (HttpContext context, string name, string key) => Write(context, name + key) },
        { "/{name}/{key}", (HttpContext _, string name, string key) => Found(name + key) },
        { "/{name}/{key}", async (HttpContext _, string name, string key) => await SoonAsync(name + key) },
    };

    public static TheoryData<string, Delegate> Others => new()
    {
        { "/all", () => Found("") },
        { "/all", (HttpContext _) => "text" },
        { "/all", (HttpContext _, string name) => Found(name) },
        { "/{name}", (HttpContext _) => Found("") },
        { "/{name}", (HttpContext _, string name, string key) => Found(name + key) },
        { "/{id}", (HttpContext _, Guid id) => Found(id.ToString()) },
        { "/{a}/{b}/{c}", (HttpContext _, string a, string b, string c) => Found(a + b + c) },
    };

    [Theory]
    [MemberData(nameof(Handlers), DisableDiscoveryEnumeration = true)]
    public async Task it_gets_what_the_path_says_in_order(string path, Delegate handler)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Response.Body = answer;
        context.Request.RouteValues["key"] = "-of-the-house";
        context.Request.RouteValues["name"] = "alice";

        await RouteHandler.Of(handler, RoutePatternFactory.Parse(path))(context);

        Assert.Equal(path switch { "/all" => "", "/{name}" => "alice", _ => "alice-of-the-house" }, System.Text.Encoding.UTF8.GetString(answer.ToArray()));
        Assert.Equal(StatusCodes.Status203NonAuthoritative, context.Response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void one_of_another_shape_is_refused_when_it_is_declared(string path, Delegate handler) =>
        Assert.Throws<ArgumentException>(() => RouteHandler.Of(handler, RoutePatternFactory.Parse(path)));

    private static IResult Found(string text) => Results.Text(text, statusCode: StatusCodes.Status203NonAuthoritative);

    private static async Task<IResult> SoonAsync(string text)
    {
        await Task.Yield();
        return Found(text);
    }

    private static Task Write(HttpContext context, string text)
    {
        context.Response.StatusCode = StatusCodes.Status203NonAuthoritative;
        return context.Response.WriteAsync(text);
    }
}

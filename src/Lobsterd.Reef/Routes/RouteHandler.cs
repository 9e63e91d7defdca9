using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Lobsterd.Reef.Routes;

/// <summary>Makes what the server runs of what an endpoint wrote: the request, then the parameters of its path in their order, each as its text.</summary>
/// <remarks>The framework's own way to do this reads a handler by reflection and compiles code for it when the service starts, which a program that was compiled
/// before cannot: docs/decisions/0113-all-programs-are-compiled-ahead.md.</remarks>
internal static class RouteHandler
{
    /// <param name="handler">Takes <see cref="HttpContext"/> and a string for each parameter, two at most; returns <see cref="Task"/>, <see cref="IResult"/>, or a task of one.</param>
    /// <param name="pattern">The path.</param>
    /// <exception cref="ArgumentException">The handler is of another shape, or takes other than the path has.</exception>
    internal static RequestDelegate Of(Delegate handler, RoutePattern pattern)
    {
        var names = pattern.Parameters.Select(parameter => parameter.Name).ToArray();
        return (handler, names) switch
        {
            // A task of a result is a task too, so it is asked for first.
            (Func<HttpContext, Task<IResult>> find, []) => context => AnswerAsync(find(context), context),
            (Func<HttpContext, Task> act, []) => context => act(context),
            (Func<HttpContext, IResult> tell, []) => context => tell(context).ExecuteAsync(context),
            (Func<HttpContext, string, Task<IResult>> find, [var one]) => context => AnswerAsync(find(context, Value(context, one)), context),
            (Func<HttpContext, string, Task> act, [var one]) => context => act(context, Value(context, one)),
            (Func<HttpContext, string, IResult> tell, [var one]) => context => tell(context, Value(context, one)).ExecuteAsync(context),
            (Func<HttpContext, string, string, Task<IResult>> find, [var one, var two]) =>
                context => AnswerAsync(find(context, Value(context, one), Value(context, two)), context),
            (Func<HttpContext, string, string, Task> act, [var one, var two]) => context => act(context, Value(context, one), Value(context, two)),
            (Func<HttpContext, string, string, IResult> tell, [var one, var two]) => context => tell(context, Value(context, one), Value(context, two)).ExecuteAsync(context),
            _ => throw new ArgumentException($"{handler.Method} is no handler of {pattern.RawText}", nameof(handler)),
        };
    }

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static async Task AnswerAsync(Task<IResult> finding, HttpContext context)
    {
        var result = await finding;
        await result.ExecuteAsync(context);
    }
}

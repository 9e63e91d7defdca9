using System.Globalization;
using Lobsterd.Domain.Access;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Why;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Why;

/// <summary><c>/v1/tenants/{name}/why</c>: why a tenant is awake, asleep, repaired or slow.</summary>
public sealed class WhyEndpoints(WhyDesk desk)
{
    private const int Usual = 20;

    /// <summary>Adds the path.</summary>
    /// <error code="request.parameter.invalid">The number of facts is out of range.</error>
    public void Map(ReefRoutes routes) => _ = routes
        .Get($"{ReefPaths.Tenants}/{{name}}/why", ApiScopes.TenantsRead, "Tells why a tenant is awake, asleep, repaired or slow: what holds now, and the last facts with their evidence.", AskAsync)
        .Query("last", "How many facts at most, 1 to 200; 20 unless said otherwise.", QueryShape.Number)
        .Answers(ReefJson.Default.WhyBody);

    private async Task<IResult> AskAsync(HttpContext context, string name)
    {
        var text = context.Request.Query["last"].ToString();
        var last = Usual;
        if (text.Length > 0 && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out last) && last is >= 1 and <= WhyDesk.Most))
            return ProblemMapping.ToResult(new LobsterError(RequestErrors.ParameterInvalid, $"last is a number from 1 to {WhyDesk.Most}"));
        return (await desk.AskAsync(name, last, context.RequestAborted)).TryGetError(out var error, out var answer)
            ? ProblemMapping.ToResult(error)
            : Results.Json(ToBody(answer), ReefJson.Default.WhyBody);
    }

    private static WhyBody ToBody(WhyAnswer answer) => new(
        answer.Tenant.Name.Value,
        StateNames.Of(answer.Tenant.Observed),
        StateNames.Of(answer.Tenant.Mode),
        answer.Now.Reasons,
        answer.Now.Evidence,
        answer.Slow,
        [.. answer.Facts.Select(ToBody)]);

    private static WhyFactBody ToBody(WhyFact fact) => new(
        fact.Event.Sequence,
        fact.Event.At,
        StateNames.Of(fact.Topic),
        fact.Event.Kind,
        fact.Event.Actor,
        fact.Event.Message,
        fact.Event.Code,
        fact.Event.ElapsedMs,
        fact.Event.Evidence ?? new Dictionary<string, string>());
}
